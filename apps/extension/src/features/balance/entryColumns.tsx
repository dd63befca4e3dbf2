import { countText } from "../../shared/countText.ts";
import { HOUR } from "@callboard/domain/core/time";
import { Money } from "@callboard/ui/Money";
import type { Column } from "@callboard/ui/Table";
import { dayAndTime, momentText, type Locale } from "../../shared/timeText.ts";
import { balance } from "../../texts/en/balance.ts";
import { format } from "../../texts/format.ts";
import type { Entry } from "./useEntries.ts";

const texts = balance.entries;
/** The time of the event is shown only if it is this much earlier than the booking. */
const LATE_MS = HOUR;

export const entryColumns = (locale: Locale, hasBalances: boolean): Column<Entry>[] => [
  ...descriptionColumns(locale),
  ...(hasBalances ? balanceColumns(locale) : []),
];

const descriptionColumns = (locale: Locale): Column<Entry>[] => [
  {
    key: "booked",
    header: texts.booked,
    width: "120px",
    cell: ({ bookedAt, entry }) => (
      <span class="entry-booked" title={`${momentText(bookedAt, locale)} · ${format(texts.number, { entry })}`}>
        {dayAndTime(bookedAt, locale)}
      </span>
    ),
  },
  {
    key: "type",
    header: texts.type,
    width: "124px",
    hideOrder: 1,
    cell: ({ type }) => <span class="cb-muted">{texts.types[type]}</span>,
  },
  {
    key: "text",
    header: texts.description,
    width: "100%",
    cell: (entry) => <Description entry={entry} locale={locale} />,
  },
  {
    key: "quantity",
    header: texts.quantity,
    align: "end",
    hideOrder: 2,
    cell: ({ quantity }) => (quantity === null ? null : countText(quantity, locale.language)),
  },
  {
    key: "amount",
    header: texts.amount,
    align: "end",
    cell: ({ micros, currency }) => <Money micros={micros} currency={currency} locale={locale.language} signed exact />,
  },
];

const balanceColumns = (locale: Locale): Column<Entry>[] => [
  {
    key: "start",
    header: texts.start,
    align: "end",
    hideOrder: 2,
    cell: (entry) => balanceCell(entry, entry.start, locale),
  },
  {
    key: "result",
    header: texts.result,
    align: "end",
    hideOrder: 1,
    cell: (entry) => balanceCell(entry, entry.result, locale),
  },
];

const balanceCell = ({ currency }: Entry, micros: number | null, { language }: Locale) =>
  micros === null ? null : (
    <span class="entry-sum">
      <Money micros={micros} currency={currency} locale={language} />
    </span>
  );

function Description({ entry, locale }: { entry: Entry; locale: Locale }) {
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
      {notes.length > 0 && <span class="cb-muted entry-notes">{notes.join(" · ")}</span>}
    </span>
  );
}
