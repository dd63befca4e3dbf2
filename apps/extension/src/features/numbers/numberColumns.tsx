import { Money } from "@callboard/ui/Money";
import type { Column } from "@callboard/ui/Table";
import { type Locale, shortDate } from "../../shared/timeText.ts";
import { numbers as texts } from "../../texts/en/numbers.ts";
import { type NumberRow, ServiceState } from "./ServiceState.tsx";

const quietCell = (words: string) => <span class="cb-quiet">{words}</span>;

export const numberColumns = (locale: Locale): Column<NumberRow>[] => [
  {
    key: "number",
    head: texts.number,
    sortable: true,
    width: "148px",
    cell: ({ shown }) => <span class="number-shown">{shown}</span>,
  },
  { key: "name", head: texts.name, sortable: true, width: "30%", cell: ({ name }) => <Truncated text={name} /> },
  {
    key: "source",
    head: texts.source,
    width: "22%",
    spare: 1,
    cell: ({ sourceName }) => (sourceName === null ? quietCell(texts.noSource) : <Truncated text={sourceName} />),
  },
  {
    key: "route",
    head: texts.route,
    width: "22%",
    spare: 1,
    cell: ({ routeName }) =>
      routeName === null ? (
        <span class="number-nowhere" title={texts.noRouteWhy}>
          {texts.noRoute}
        </span>
      ) : (
        <Truncated text={routeName} />
      ),
  },
  { key: "state", head: texts.status, width: "112px", cell: ({ service }) => <ServiceState service={service} /> },
  {
    key: "fee",
    head: texts.fee,
    align: "end",
    spare: 1,
    cell: ({ feeMicros, currency }) => <Money owed micros={feeMicros} currency={currency} locale={locale.locale} />,
  },
  {
    key: "renews",
    head: texts.renews,
    align: "end",
    spare: 2,
    cell: ({ renewsAt }) => (renewsAt === null ? quietCell("—") : shortDate(renewsAt, locale)),
  },
];

/** Takes the width that the other columns leave, and never widens the table. */
const Truncated = ({ text }: { text: string }) => (
  <span class="number-cut" title={text}>
    {text}
  </span>
);
