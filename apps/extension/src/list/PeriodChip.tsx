import { dayAfter, dayIn, instantOn, isDay } from "@callboard/domain/calendar";
import { Field } from "@callboard/ui/Field";
import { TextInput } from "@callboard/ui/TextInput";
import { signal } from "@preact/signals";
import { useState } from "preact/hooks";
import { serverNow } from "../clock.ts";
import { FilterChip } from "./FilterChip.tsx";
import { ask } from "../route.ts";
import { FormDialog } from "../shell/FormDialog.tsx";
import { type Reader, shortDate, zoneLabel } from "../shell/times.ts";
import { useViewer } from "../shell/viewer.ts";
import { list } from "../texts/en/list.ts";
import { say } from "../texts/say.ts";

const words = list.period;
const NOON = 12 * 60;

/** Days in the reader's own zone: the usual ones at once, any two by a small form. */
export function PeriodChip({ query }: { query: Readonly<Record<string, string>> }) {
  const viewer = useViewer();
  const [asking, setAsking] = useState(false);
  const today = dayIn(serverNow(), viewer.zone);
  const { from = "", to = "" } = query;
  const pick = (id: string, label: string, first: string, last: string) => ({
    id,
    label,
    checked: from === first && to === last,
    onSelect: () => ask({ from: first, to: last }),
  });
  return (
    <>
      <FilterChip
        label={words.label}
        shown={periodText(from, to, viewer)}
        onClear={() => ask({ from: "", to: "" })}
        entries={[
          pick("any", words.anyTime, "", ""),
          { separator: true },
          pick("today", words.today, today, today),
          pick("yesterday", words.yesterday, dayAfter(today, -1), dayAfter(today, -1)),
          pick("week", words.week, dayAfter(today, -6), today),
          pick("month", words.month, dayAfter(today, -29), today),
          { separator: true },
          { id: "between", label: words.between, checked: false, onSelect: () => setAsking(true) },
        ]}
      />
      {asking && (
        <PeriodDialog
          from={from || dayAfter(today, -6)}
          to={to || today}
          onPick={(first, last) => ask({ from: first, to: last })}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

function periodText(from: string, to: string, reader: Reader): string | null {
  const day = (text: string) => (isDay(text) ? shortDate(instantOn(text, NOON, reader.zone), reader) : "…");
  if (from && to) return from === to ? day(from) : say(words.days, { from: day(from), to: day(to) });
  if (from) return say(words.since, { from: day(from) });
  return to ? say(words.until, { to: day(to) }) : null;
}

/** It asks nothing of the server. */
const idle = { busy: signal(false), outcome: signal(null), clear: () => {} };

interface PeriodDialogProps {
  from: string;
  to: string;
  /** A period with both its ends. */
  whole?: boolean;
  onPick: (from: string, to: string) => void;
  onClose: () => void;
}

/** Asks for the first and the last day. */
export function PeriodDialog({ onPick, onClose, whole = false, ...first }: PeriodDialogProps) {
  const viewer = useViewer();
  const [from, setFrom] = useState(first.from);
  const [to, setTo] = useState(first.to);
  const odd = from !== "" && to !== "" && to < from;
  return (
    <FormDialog
      title={words.title}
      submit={words.submit}
      action={idle}
      ready={!odd && (whole ? from !== "" && to !== "" : from + to !== "")}
      onSubmit={async () => {
        onPick(from, to);
        onClose();
      }}
      onClose={onClose}
    >
      <div class="form-pair">
        <Field label={words.first}>
          <TextInput type="date" value={from} onChange={setFrom} />
        </Field>
        <Field label={words.last} error={odd ? words.odd : undefined}>
          <TextInput type="date" value={to} onChange={setTo} />
        </Field>
      </div>
      <p class="cb-quiet">{say(words.hint, { zone: zoneLabel(serverNow(), viewer) })}</p>
    </FormDialog>
  );
}
