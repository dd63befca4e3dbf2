import { MINUTE, formatTime } from "@callboard/domain/core/time";
import { Button } from "@callboard/ui/Button";
import { parseTime, formatTimeOfDay } from "@callboard/ui/TimeInput";
import { useEffect, useRef, useState } from "preact/hooks";
import { serverNow } from "../../../data/clock.ts";
import { popup } from "../../../texts/en/popup/popup.ts";
import { popupDeferred as texts } from "../../../texts/en/popup/deferred.ts";
import { format } from "../../../texts/format.ts";
import { untilStatus } from "../../state/statusChoice.ts";
import { chooseStatus } from "../../actions/statusActions.ts";
import { openStore } from "../../state/boot.ts";
import { nextTimeOfDay } from "../../state/nextTimeOfDay.ts";
import { locale } from "../../../data/locale.ts";
import "./UntilForm.css";

/** The time filled in at first is the first full or half hour that is at least this far away. */
const HALF_HOUR = 30 * MINUTE;

/** "Lunch until 13:00": an end by the clock, today or tomorrow, whichever comes next. */
export function UntilForm() {
  const status = untilStatus.value!;
  const input = useRef<HTMLInputElement>(null);
  const [time, setTime] = useState(() =>
    formatTime(Math.ceil((serverNow() + HALF_HOUR) / HALF_HOUR) * HALF_HOUR, locale.value),
  );
  useEffect(() => input.current?.focus(), []);
  const close = () => void (untilStatus.value = null);

  function submit(event: SubmitEvent) {
    event.preventDefault();
    const minutes = parseTime(time);
    if (minutes === null || !openStore.value) return input.current?.select();
    chooseStatus(openStore.value, status, {
      until: nextTimeOfDay(formatTimeOfDay(minutes), serverNow(), locale.value),
    });
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
        onInput={(event) => setTime(event.currentTarget.value)}
      />
      <Button size="small" variant="primary" type="submit">
        {texts.untilSet}
      </Button>
      <Button size="small" variant="quiet" onClick={close}>
        {popup.cancel}
      </Button>
    </form>
  );
}
