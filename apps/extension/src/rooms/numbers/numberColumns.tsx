import { Money } from "@callboard/ui/Money";
import type { Column } from "@callboard/ui/Table";
import { type Reader, shortDate } from "../../shell/times.ts";
import { numbers as texts } from "../../texts/en/numbers.ts";
import { type NumberRow, NumberState } from "./NumberState.tsx";

const quiet = (words: string) => <span class="cb-quiet">{words}</span>;

export const columnsFor = (reader: Reader): Column<NumberRow>[] => [
  {
    key: "number",
    head: texts.number,
    sortable: true,
    width: "148px",
    cell: ({ shown }) => <span class="number-shown">{shown}</span>,
  },
  { key: "name", head: texts.name, sortable: true, width: "30%", cell: ({ name }) => <Cut text={name} /> },
  {
    key: "source",
    head: texts.source,
    width: "22%",
    spare: 1,
    cell: ({ sourceName }) => (sourceName === null ? quiet(texts.noSource) : <Cut text={sourceName} />),
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
        <Cut text={routeName} />
      ),
  },
  { key: "state", head: texts.status, width: "112px", cell: ({ service }) => <NumberState service={service} /> },
  {
    key: "fee",
    head: texts.fee,
    align: "end",
    spare: 1,
    cell: ({ feeMicros, currency }) => <Money owed micros={feeMicros} currency={currency} locale={reader.locale} />,
  },
  {
    key: "renews",
    head: texts.renews,
    align: "end",
    spare: 2,
    cell: ({ renewsAt }) => (renewsAt === null ? quiet("—") : shortDate(renewsAt, reader)),
  },
];

/** Takes what the other columns leave, and never widens the table itself. */
const Cut = ({ text }: { text: string }) => (
  <span class="number-cut" title={text}>
    {text}
  </span>
);
