import { countText } from "../../shared/countText.ts";
import { Money } from "@callboard/ui/Money";
import type { Column } from "@callboard/ui/Table";
import { dayAndTime, momentText, type Locale } from "../../shared/timeText.ts";
import { balance } from "../../texts/en/balance.ts";
import { format } from "../../texts/format.ts";
import type { Entry } from "./useEntries.ts";

const texts = balance.entries;
/** An entry shows its own time besides the booking time if they are further apart than this. */
const LATE_MS = 60 * 60_000;

export const entryColumns = (locale: Locale, sums: boolean): Column<Entry>[] => [
  ...descriptionColumns(locale),
  ...(sums ? sumColumns(locale) : []),
];

const descriptionColumns = (locale: Locale): Column<Entry>[] => [
  {
    key: "booked",
    head: texts.booked,
    width: "120px",
    cell: ({ bookedAt, entry }) => (
      <span class="entry-booked" title={`${momentText(bookedAt, locale)} · ${format(texts.number, { entry })}`}>
        {dayAndTime(bookedAt, locale)}
      </span>
    ),
  },
  {
    key: "type",
    head: texts.type,
    width: "124px",
    spare: 1,
    cell: ({ type }) => <span class="cb-quiet">{texts.types[type]}</span>,
  },
  {
    key: "text",
    head: texts.description,
    width: "100%",
    cell: (entry) => <Description entry={entry} reader={locale} />,
  },
  {
    key: "quantity",
    head: texts.quantity,
    align: "end",
    spare: 2,
    cell: ({ quantity }) => (quantity === null ? null : countText(quantity, locale.locale)),
  },
  {
    key: "amount",
    head: texts.amount,
    align: "end",
    cell: ({ micros, currency }) => <Money micros={micros} currency={currency} locale={locale.locale} signed exact />,
  },
];

const sumColumns = (locale: Locale): Column<Entry>[] => [
  { key: "start", head: texts.start, align: "end", spare: 2, cell: (entry) => sumCell(entry, entry.start, locale) },
  { key: "result", head: texts.result, align: "end", spare: 1, cell: (entry) => sumCell(entry, entry.result, locale) },
];

const sumCell = ({ currency }: Entry, micros: number | null, { locale }: Locale) =>
  micros === null ? null : (
    <span class="entry-sum">
      <Money micros={micros} currency={currency} locale={locale} />
    </span>
  );

function Description({ entry, reader: locale }: { entry: Entry; reader: Locale }) {
  const { text, account, bookedAt, happenedAt, correctedBy } = entry;
  const notes = [
    ...(account === null ? [] : [format(texts.forAccount, { account })]),
    ...(bookedAt - happenedAt < LATE_MS ? [] : [format(texts.happened, { time: dayAndTime(happenedAt, locale) })]),
    ...(correctedBy === null ? [] : [format(texts.takenBack, { entry: correctedBy })]),
  ];
  return (
    <span class="entry-text" data-taken-back={correctedBy !== null || undefined}>
      <span class="entry-words" title={text}>
        {text}
      </span>
      {notes.length > 0 && <span class="cb-quiet entry-notes">{notes.join(" · ")}</span>}
    </span>
  );
}
