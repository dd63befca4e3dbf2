import { dayIn } from "@callboard/domain/core/calendar";
import { DAY, HOUR } from "@callboard/domain/core/time";
import { Button } from "@callboard/ui/Button";
import { Field } from "@callboard/ui/Field";
import { TextInput } from "@callboard/ui/TextInput";
import { parseTime, formatTimeOfDay } from "@callboard/ui/TimeInput";
import { useState } from "preact/hooks";
import { serverNow } from "../../../data/clock.ts";
import { go } from "../../../shared/route.ts";
import { clockTime, pastInstantOf, zoneLabel } from "../../../shared/timeText.ts";
import { useViewer } from "../../../shared/viewer.ts";
import { asOf as texts } from "../../../texts/en/asOf.ts";
import { format } from "../../../texts/format.ts";

const QUICK_INSTANTS = [
  { label: texts.hourAgo, msAgo: HOUR },
  { label: texts.dayAgo, msAgo: DAY },
  { label: texts.weekAgo, msAgo: 7 * DAY },
] as const;

/** A day and a time in the reader's zone, or one of the usual instants. */
export function InstantForm({ at }: { at: number | null }) {
  const viewer = useViewer();
  const initial = at ?? serverNow();
  const [day, setDay] = useState(() => dayIn(initial, viewer.zone));
  const [time, setTime] = useState(() => clockTime(initial, viewer));
  const [wasSubmitted, setWasSubmitted] = useState(false);
  const minutes = parseTime(time);
  const instant =
    minutes === null ? Number.NaN : pastInstantOf(day, formatTimeOfDay(minutes), viewer.zone, serverNow());
  const isInvalid = wasSubmitted && Number.isNaN(instant);
  return (
    <form
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setWasSubmitted(true);
        if (!Number.isNaN(instant)) go("as-of", String(instant));
      }}
    >
      <div class="as-of-fields">
        <Field label={texts.date}>
          <TextInput type="date" value={day} onChange={setDay} />
        </Field>
        <Field label={texts.time} error={isInvalid ? texts.invalid : undefined}>
          <TextInput value={time} maxLength={8} onChange={setTime} />
        </Field>
        <Button variant="primary" type="submit">
          {texts.show}
        </Button>
        <span class="as-of-quick">
          {QUICK_INSTANTS.map(({ label, msAgo }) => (
            <Button key={label} variant="quiet" onClick={() => go("as-of", String(serverNow() - msAgo))}>
              {label}
            </Button>
          ))}
        </span>
      </div>
      {at === null && <p class="cb-muted cb-small">{format(texts.zoneHint, { zone: zoneLabel(initial, viewer) })}</p>}
    </form>
  );
}
