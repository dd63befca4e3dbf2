import { MINUTE, showTime } from "@callboard/domain/time";
import { Button } from "@callboard/ui/Button";
import { readTime, timeText } from "@callboard/ui/TimeInput";
import { useEffect, useRef, useState } from "preact/hooks";
import { serverNow } from "../clock.ts";
import { popup } from "../texts/en/popup.ts";
import { popupLater as texts } from "../texts/en/popupLater.ts";
import { say } from "../texts/say.ts";
import { untilOf } from "./choosing.ts";
import { choose } from "./deeds.ts";
import { desk } from "./entrance.ts";
import { nextAt } from "./nextAt.ts";
import { place } from "./place.ts";
import "./UntilForm.css";

const HALF_HOUR = 30 * MINUTE;

/** "Lunch until 13:00": the end by the clock, today or tomorrow, whichever comes next. */
export function UntilForm() {
  const status = untilOf.value!;
  const input = useRef<HTMLInputElement>(null);
  const [time, setTime] = useState(() =>
    showTime(Math.ceil((serverNow() + HALF_HOUR) / HALF_HOUR) * HALF_HOUR, place.value),
  );
  useEffect(() => input.current?.focus(), []);
  const close = () => void (untilOf.value = null);

  function submit(event: SubmitEvent) {
    event.preventDefault();
    const minutes = readTime(time);
    if (minutes === null || !desk.value) return input.current?.select();
    choose(desk.value, status, { until: nextAt(timeText(minutes), serverNow(), place.value) });
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
      <label for="until">{say(texts.untilLabel, { status: status.name })}</label>
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
