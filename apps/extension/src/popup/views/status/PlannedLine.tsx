import type { PlannedSegment } from "@callboard/domain/agents/plannedSchema";
import { currentStatus } from "@callboard/domain/agents/rules";
import { DAY } from "@callboard/domain/core/time";
import { Button } from "@callboard/ui/Button";
import { StatusShape } from "@callboard/ui/StatusShape";
import { api, failureOf } from "../../../data/api.ts";
import { locale } from "../../../data/locale.ts";
import { sendOnce } from "../../../data/sendOnce.ts";
import { statusLook } from "../../../shared/status/look.ts";
import { isToday, nextPlanned, plannedText } from "../../../shared/status/plannedText.ts";
import { popup } from "../../../texts/en/popup/popup.ts";
import { planned as texts } from "../../../texts/en/shared/planned.ts";
import { format } from "../../../texts/format.ts";
import { shownAgent } from "../../actions/optimistic.ts";
import { nowSignal } from "../../state/nowSignal.ts";
import type { PopupStore } from "../../state/store.ts";
import { showToast } from "../../state/toasts.ts";
import "./PlannedLine.css";

/** The planned status that begins within a day: "Training at 14:00, in 20 min". */
export function PlannedLine({ store }: { store: PopupStore }) {
  const mine = store.ownStatus.data.value;
  const stored = shownAgent(store);
  const now = nowSignal.value;
  const segment = mine && stored && nextPlanned(currentStatus(stored, mine.phone, now), now);
  if (!segment || segment.from - now > DAY) return null;
  const status = mine.statuses.find(({ id }) => id === segment.status);
  return (
    <section class="after planned">
      <span class="after-next">
        {status && <StatusShape {...statusLook(status)} size={14} />}
        <span class="planned-text">{plannedText(segment, now, locale.value)}</span>
      </span>
      <Button size="small" variant="quiet" onClick={() => void skip(store, segment, true)}>
        {isToday(segment, now, locale.value) ? texts.skipToday : texts.skipDay}
      </Button>
    </section>
  );
}

async function skip(store: PopupStore, segment: PlannedSegment, skipped: boolean): Promise<void> {
  const { plan: id, day, statusName: status } = segment;
  try {
    await sendOnce((options) => api().agents.skipPlanned.mutate({ id, day, skipped }, options));
    await store.ownStatus.refetch();
    const undo = { label: popup.undo, onSelect: () => void skip(store, segment, false) };
    const sentence = format(skipped ? texts.skipped : texts.unskipped, { status });
    void showToast({ sentence, tone: "good", action: skipped ? undo : undefined });
  } catch (error) {
    void showToast({ sentence: failureOf(error)?.sentence ?? popup.unreachable, tone: "bad" });
  }
}
