import { dayIn } from "@callboard/domain/core/calendar";
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

const HOUR = 3_600_000;
const QUICK_INSTANTS = [
  { label: texts.hourAgo, ago: HOUR },
  { label: texts.dayAgo, ago: 24 * HOUR },
  { label: texts.weekAgo, ago: 7 * 24 * HOUR },
] as const;

/** A day and a time in the reader's zone, or one of the usual instants. */
export function InstantForm({ at }: { at: number | null }) {
  const viewer = useViewer();
  const first = at ?? serverNow();
  const [day, setDay] = useState(() => dayIn(first, viewer.zone));
  const [time, setTime] = useState(() => clockTime(first, viewer));
  const [tried, setTried] = useState(false);
  const minutes = parseTime(time);
  const instant =
    minutes === null ? Number.NaN : pastInstantOf(day, formatTimeOfDay(minutes), viewer.zone, serverNow());
  const odd = tried && Number.isNaN(instant);
  return (
    <form
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (!Number.isNaN(instant)) go("as-of", String(instant));
      }}
    >
      <div class="asof-fields">
        <Field label={texts.date}>
          <TextInput type="date" value={day} onChange={setDay} />
        </Field>
        <Field label={texts.time} error={odd ? texts.odd : undefined}>
          <TextInput value={time} maxLength={8} onChange={setTime} />
        </Field>
        <Button variant="primary" type="submit">
          {texts.show}
        </Button>
        <span class="asof-quick">
          {QUICK_INSTANTS.map(({ label, ago }) => (
            <Button key={label} variant="quiet" onClick={() => go("as-of", String(serverNow() - ago))}>
              {label}
            </Button>
          ))}
        </span>
      </div>
      {at === null && <p class="cb-quiet cb-small">{format(texts.zoneHint, { zone: zoneLabel(first, viewer) })}</p>}
    </form>
  );
}
