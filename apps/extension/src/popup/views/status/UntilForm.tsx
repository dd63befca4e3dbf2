import { formatDuration, formatTime, MINUTE } from "@callboard/domain/core/time";
import { Button } from "@callboard/ui/Button";
import { parseTime } from "@callboard/ui/TimeInput";
import { useEffect, useRef, useState } from "preact/hooks";
import { serverNow } from "../../../data/clock.ts";
import { endTimeText } from "../../../shared/status/endTimeText.ts";
import { popup } from "../../../texts/en/popup/popup.ts";
import { popupDeferred as texts } from "../../../texts/en/popup/deferred.ts";
import { format } from "../../../texts/format.ts";
import { untilStatus } from "../../state/statusChoice.ts";
import { chooseStatus } from "../../actions/statusActions.ts";
import { openStore } from "../../state/boot.ts";
import { nextTimeOfDay, suggestedEnd } from "../../state/nextTimeOfDay.ts";
import { locale } from "../../../data/locale.ts";
import "./UntilForm.css";

/** "Lunch until 13:00": an end by the clock, today or tomorrow, whichever comes next; below it, when that is. */
export function UntilForm() {
  const status = untilStatus.value!;
  const input = useRef<HTMLInputElement>(null);
  const [time, setTime] = useState(() => formatTime(suggestedEnd(serverNow(), locale.value), locale.value));
  useEffect(() => input.current?.focus(), []);
  const close = () => void (untilStatus.value = null);

  function submit(event: SubmitEvent) {
    event.preventDefault();
    const minutes = parseTime(time);
    if (minutes === null || !openStore.value) return input.current?.select();
    chooseStatus(openStore.value, status, { until: nextTimeOfDay(minutes, serverNow(), locale.value).until });
    close();
  }
  return (
    <form
      class="until"
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        close();
      }}
    >
      <label for="until">{format(texts.untilLabel, { status: status.name })}</label>
      <input
        ref={input}
        id="until"
        type="text"
        inputMode="numeric"
        autoComplete="off"
        maxLength={8}
        value={time}
        required
        aria-describedby="until-means"
        onInput={(event) => setTime(event.currentTarget.value)}
      />
      <span id="until-means" class="until-means">
        {meaningOf(time, serverNow())}
      </span>
      <Button size="small" variant="primary" type="submit">
        {texts.untilSet}
      </Button>
      <Button size="small" variant="quiet" onClick={close}>
        {popup.cancel}
      </Button>
    </form>
  );
}

/** How far away the typed time is, because a clock shows it again tomorrow, or twice in one night; none if it is skipped. */
function meaningOf(typed: string, now: number): string {
  const minutes = parseTime(typed);
  if (minutes === null) return "";
  const { until, isSkipped } = nextTimeOfDay(minutes, now, locale.value);
  const length = formatDuration(Math.ceil((until - now) / MINUTE));
  const time = endTimeText(until, now, locale.value);
  return isSkipped ? format(texts.untilSkipped, { time, length }) : format(texts.untilIn, { length });
}
