import { isOnCall, currentStatus } from "@callboard/domain/agents/rules";
import { formatDuration } from "@callboard/domain/core/time";
import { Button } from "@callboard/ui/Button";
import { StatusChip } from "../../../shared/status/StatusChip.tsx";
import { popup as texts } from "../../../texts/en/popup/popup.ts";
import { isChoosingNext } from "../../state/statusChoice.ts";
import { shownAgent } from "../../actions/optimistic.ts";
import { loadDeferredActions } from "../../actions/statusActions.ts";
import type { PopupStore } from "../../state/store.ts";
import { nowSignal } from "../../state/nowSignal.ts";

/** The status that takes over when the call ends. Chosen in the list above and announced when it changes. */
export function AfterCall({ store }: { store: PopupStore }) {
  const mine = store.ownStatus.data.value;
  const stored = shownAgent(store);
  const next = mine && stored ? currentStatus(stored, mine.phone, nowSignal.value).next : null;
  return (
    <section class="after">
      <span class="after-words">{mine && !isOnCall(mine.phone) ? texts.afterNextCall : texts.afterCall}:</span>
      <span class="after-next" aria-live="polite">
        {next && mine ? (
          <>
            <StatusChip name={next.statusName} status={mine.statuses.find(({ id }) => id === next.status)} />
            {next.minutes !== null && <span class="cb-muted">{formatDuration(next.minutes)}</span>}
          </>
        ) : (
          <span class="cb-muted">{texts.noNext}</span>
        )}
      </span>
      {next ? (
        <Button
          size="small"
          variant="quiet"
          onClick={() => void loadDeferredActions().then((module) => module.clearNext(store))}
        >
          {texts.clearNext}
        </Button>
      ) : (
        <Button
          size="small"
          variant="quiet"
          aria-pressed={isChoosingNext.value}
          disabled={mine === null}
          onClick={() => (isChoosingNext.value = !isChoosingNext.value)}
        >
          {isChoosingNext.value ? texts.cancel : texts.setNext}
        </Button>
      )}
    </section>
  );
}
