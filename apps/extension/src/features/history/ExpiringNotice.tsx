import { dayIn } from "@callboard/domain/core/calendar";
import { DAY } from "@callboard/domain/core/time";
import { Button } from "@callboard/ui/Button";
import { Notice } from "@callboard/ui/Notice";
import { api } from "../../data/api.ts";
import { useResource } from "../../data/liveResource.ts";
import { setQuery } from "../../shared/route.ts";
import { countText } from "../../shared/countText.ts";
import { momentText } from "../../shared/timeText.ts";
import { useViewer } from "../../shared/viewer.ts";
import { history as texts } from "../../texts/en/history.ts";
import { format } from "../../texts/format.ts";
import { NO_FILTER } from "./historyFilter.ts";

/** Warns a day before versions are deleted: which ones, when, and how to keep one. */
export function ExpiringNotice() {
  const viewer = useViewer();
  const expiring = useResource(["pin", "terms"], () => api().history.expiring.query());
  const answer = expiring.data.value;
  if (!answer || answer.first === null) return null;
  const { count, more: isMinimum, first: firstDeletionAt, retentionDays: days, now } = answer;
  const values = { count: countText(count, viewer.language), time: momentText(firstDeletionAt, viewer) };
  const sentence = isMinimum ? texts.expiringMore : count === 1 ? texts.expiringOne : texts.expiringMany;
  // Versions are deleted `days` days after they were made. The filter is by when they were made, the warning by when
  // they are deleted, within a day.
  const show = () =>
    setQuery({
      ...NO_FILTER,
      from: dayIn(firstDeletionAt - days * DAY, viewer.zone),
      to: dayIn(now - (days - 1) * DAY, viewer.zone),
    });
  return (
    <Notice
      tone="warn"
      sentence={format(sentence, values)}
      detail={format(texts.expiringDetail, { days })}
      action={
        <Button size="small" onClick={show}>
          {texts.expiringShow}
        </Button>
      }
    />
  );
}
