import { dayAfter, dayIn, instantOn, isDay } from "@callboard/domain/core/calendar";
import { Field } from "@callboard/ui/Field";
import { TextInput } from "@callboard/ui/TextInput";
import { signal } from "@preact/signals";
import { useState } from "preact/hooks";
import { serverNow } from "../../data/clock.ts";
import { FilterChip } from "./FilterChip.tsx";
import { setQuery } from "../route.ts";
import { FormDialog } from "../form/FormDialog.tsx";
import { type Locale, shortDate, zoneLabel } from "../timeText.ts";
import { useViewer } from "../viewer.ts";
import { list } from "../../texts/en/shared/list.ts";
import { format } from "../../texts/format.ts";

const texts = list.period;
/** In minutes. At noon no change of clocks can move an instant to another day. */
const NOON = 12 * 60;

/** A filter by days in the reader's zone: the usual periods with one click, any others in a dialog. */
export function PeriodChip({ query }: { query: Readonly<Record<string, string>> }) {
  const viewer = useViewer();
  const [isAsking, setIsAsking] = useState(false);
  const today = dayIn(serverNow(), viewer.zone);
  const { from = "", to = "" } = query;
  const entry = (id: string, label: string, first: string, last: string) => ({
    id,
    label,
    checked: from === first && to === last,
    onSelect: () => setQuery({ from: first, to: last }),
  });
  return (
    <>
      <FilterChip
        label={texts.label}
        selected={periodText(from, to, viewer)}
        onClear={() => setQuery({ from: "", to: "" })}
        entries={[
          entry("any", texts.anyTime, "", ""),
          { separator: true },
          entry("today", texts.today, today, today),
          entry("yesterday", texts.yesterday, dayAfter(today, -1), dayAfter(today, -1)),
          entry("week", texts.week, dayAfter(today, -6), today),
          entry("month", texts.month, dayAfter(today, -29), today),
          { separator: true },
          { id: "between", label: texts.between, checked: false, onSelect: () => setIsAsking(true) },
        ]}
      />
      {isAsking && (
        <PeriodDialog
          from={from || dayAfter(today, -6)}
          to={to || today}
          onPick={(first, last) => setQuery({ from: first, to: last })}
          onClose={() => setIsAsking(false)}
        />
      )}
    </>
  );
}

function periodText(from: string, to: string, locale: Locale): string | null {
  const day = (text: string) => (isDay(text) ? shortDate(instantOn(text, NOON, locale.zone), locale) : "…");
  if (from && to) return from === to ? day(from) : format(texts.days, { from: day(from), to: day(to) });
  if (from) return format(texts.since, { from: day(from) });
  return to ? format(texts.until, { to: day(to) }) : null;
}

/** Choosing a period makes no request to the server. */
const NO_ACTION = { busy: signal(false), outcome: signal(null), clear: () => {} };

interface PeriodDialogProps {
  from: string;
  to: string;
  /** Both ends are required. */
  isBothRequired?: boolean;
  /** The zone of the days, if it isn't the reader's. */
  locale?: Locale;
  onPick: (from: string, to: string) => void;
  onClose: () => void;
}

/** Asks for the first and the last day. */
export function PeriodDialog({ onPick, onClose, isBothRequired = false, locale, ...initial }: PeriodDialogProps) {
  const viewer = useViewer();
  const [from, setFrom] = useState(initial.from);
  const [to, setTo] = useState(initial.to);
  const isReversed = from !== "" && to !== "" && to < from;
  return (
    <FormDialog
      title={texts.title}
      submit={texts.submit}
      action={NO_ACTION}
      ready={!isReversed && (isBothRequired ? from !== "" && to !== "" : from + to !== "")}
      onSubmit={async () => {
        onPick(from, to);
        onClose();
      }}
      onClose={onClose}
    >
      <div class="form-pair">
        <Field label={texts.first}>
          <TextInput type="date" value={from} onChange={setFrom} />
        </Field>
        <Field label={texts.last} error={isReversed ? texts.invalid : undefined}>
          <TextInput type="date" value={to} onChange={setTo} />
        </Field>
      </div>
      <p class="cb-muted">{format(texts.hint, { zone: zoneLabel(serverNow(), locale ?? viewer) })}</p>
    </FormDialog>
  );
}
