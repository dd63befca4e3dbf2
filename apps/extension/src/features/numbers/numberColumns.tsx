import { Money } from "@callboard/ui/Money";
import type { Column } from "@callboard/ui/Table";
import { type Locale, shortDate } from "../../shared/timeText.ts";
import { numbers as texts } from "../../texts/en/numbers.ts";
import { type NumberRow, ServiceState } from "./ServiceState.tsx";

const quietCell = (text: string) => <span class="cb-muted">{text}</span>;

export const numberColumns = (locale: Locale): Column<NumberRow>[] => [
  {
    key: "number",
    header: texts.number,
    sortable: true,
    width: "148px",
    cell: ({ shown }) => <span class="number-shown">{shown}</span>,
  },
  { key: "name", header: texts.name, sortable: true, width: "30%", cell: ({ name }) => <Truncated text={name} /> },
  {
    key: "source",
    header: texts.source,
    width: "22%",
    hideOrder: 1,
    cell: ({ sourceName }) => (sourceName === null ? quietCell(texts.noSource) : <Truncated text={sourceName} />),
  },
  {
    key: "route",
    header: texts.route,
    width: "22%",
    hideOrder: 1,
    cell: ({ routeName }) =>
      routeName === null ? (
        <span class="number-nowhere" title={texts.noRouteWhy}>
          {texts.noRoute}
        </span>
      ) : (
        <Truncated text={routeName} />
      ),
  },
  { key: "state", header: texts.status, width: "112px", cell: ({ service }) => <ServiceState service={service} /> },
  {
    key: "fee",
    header: texts.fee,
    align: "end",
    hideOrder: 1,
    cell: ({ feeMicros, currency }) => (
      <Money roundUp micros={feeMicros} currency={currency} locale={locale.language} />
    ),
  },
  {
    key: "renews",
    header: texts.renews,
    align: "end",
    hideOrder: 2,
    cell: ({ renewsAt }) => (renewsAt === null ? quietCell("—") : shortDate(renewsAt, locale)),
  },
];

/** Takes the width that the other columns leave, and never widens the table. */
const Truncated = ({ text }: { text: string }) => (
  <span class="number-cut" title={text}>
    {text}
  </span>
);
