import { dayIn } from "@callboard/domain/core/calendar";
import { toDecimal } from "@callboard/domain/core/money";
import { formatRouteCell } from "@callboard/domain/numbers/importNumbers";
import type { CsvColumn } from "../../files/csvWriter.ts";
import type { NumberRow } from "./numberRows.ts";

/** Columns of the numbers' CSV file. An import reads the same titles. */
export function numberColumns(zone: string): CsvColumn<NumberRow>[] {
  return [
    // The kind comes first: a row must not begin with a `+`, as a spreadsheet would read it as a formula.
    { title: "Kind", value: ({ kind }) => kind },
    { title: "Number", value: ({ shown }) => shown },
    { title: "Name", value: ({ name }) => name },
    { title: "Tracking source", value: ({ sourceName }) => sourceName ?? "" },
    { title: "Calls go to", value: routeOf },
    { title: "State", value: ({ state }) => state.is },
    { title: "Stopped", value: ({ stopped }) => (stopped ? "yes" : "no") },
    { title: "Paused", value: ({ paused }) => (paused ? "yes" : "no") },
    { title: "Monthly fee", value: ({ feeMicros }) => toDecimal(feeMicros) },
    { title: "Renews", value: ({ renewsAt }) => (renewsAt === null ? "" : dayIn(renewsAt, zone)) },
  ];
}

const routeOf = ({ route, routeName, routeNumber }: NumberRow): string =>
  route === null || routeName === null ? "" : formatRouteCell(route.to, routeName, routeNumber);
