import { Field } from "@callboard/ui/Field";
import { TextInput } from "@callboard/ui/TextInput";
import { useState } from "preact/hooks";
import { serverNow } from "../clock.ts";
import { shell as texts } from "../texts/en/shell.ts";
import { say } from "../texts/say.ts";
import { instantOf, zoneLabel } from "./times.ts";
import { accountReader, useViewer } from "./viewer.ts";
import "./UntilField.css";

interface UntilFieldProps {
  error?: string | undefined;
  /** Null: no end. NaN where what was typed is no date and time. */
  onChange: (until: number | null) => void;
}

/** An end, if there is one, as the account's own clocks show it. */
export function UntilField({ error, onChange }: UntilFieldProps) {
  const reader = accountReader(useViewer());
  const [typed, setTyped] = useState({ date: "", time: "" });
  const change = (part: Partial<typeof typed>) => {
    const next = { ...typed, ...part };
    setTyped(next);
    onChange(next.date === "" && next.time === "" ? null : instantOf(next.date, next.time, reader.zone, serverNow()));
  };
  return (
    <Field
      label={texts.until.label}
      aside={texts.until.optional}
      hint={say(texts.until.hint, { zone: zoneLabel(serverNow(), reader) })}
      error={error}
    >
      <span class="until">
        <TextInput type="date" value={typed.date} onChange={(date) => change({ date })} />
        <TextInput type="time" label={texts.until.time} value={typed.time} onChange={(time) => change({ time })} />
      </span>
    </Field>
  );
}
