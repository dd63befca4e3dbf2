import { Field } from "@callboard/ui/Field";
import { TextInput } from "@callboard/ui/TextInput";
import { parseTime, TimeInput, formatTimeOfDay } from "@callboard/ui/TimeInput";
import { useState } from "preact/hooks";
import { serverNow } from "../../data/clock.ts";
import { shell as texts } from "../../texts/en/shell/shell.ts";
import { format } from "../../texts/format.ts";
import { instantOf, zoneLabel } from "../timeText.ts";
import { useViewer } from "../viewer.ts";
import "./UntilField.css";

interface UntilFieldProps {
  error?: string | undefined;
  /** Null: no end. NaN: not a date and time. */
  onChange: (until: number | null) => void;
}

/** An optional end, in the reader's zone. */
export function UntilField({ error, onChange }: UntilFieldProps) {
  const viewer = useViewer();
  const [typed, setTyped] = useState({ date: "", time: "" });
  const change = (part: Partial<typeof typed>) => {
    const next = { ...typed, ...part };
    setTyped(next);
    const minutes = parseTime(next.time);
    const time = minutes === null ? next.time : formatTimeOfDay(minutes);
    onChange(next.date === "" && time === "" ? null : instantOf(next.date, time, viewer.zone, serverNow()));
  };
  return (
    <Field
      label={texts.until.label}
      aside={texts.until.optional}
      hint={format(texts.until.hint, { zone: zoneLabel(serverNow(), viewer) })}
      error={error}
    >
      <span class="until">
        <TextInput type="date" value={typed.date} onChange={(date) => change({ date })} />
        <TimeInput label={texts.until.time} value={typed.time} onChange={(time) => change({ time })} />
      </span>
    </Field>
  );
}
