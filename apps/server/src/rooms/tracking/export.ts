import { dayIn } from "@callboard/domain/calendar";
import { decimal } from "@callboard/domain/money";
import type { Column } from "../../csvOut.ts";
import type { NumberRow } from "./numberRows.ts";

/** What a file of numbers says of each. The titles are read by an import too. */
export function numberColumns(zone: string): Column<NumberRow>[] {
  return [
    { title: "Number", value: ({ shown }) => shown },
    { title: "Name", value: ({ name }) => name, typed: true },
    { title: "Kind", value: ({ kind }) => kind },
    { title: "Tracking source", value: ({ sourceName }) => sourceName ?? "", typed: true },
    { title: "Calls go to", value: ({ routeName }) => routeName ?? "", typed: true },
    { title: "State", value: ({ standing }) => standing.is },
    { title: "Stopped", value: ({ stopped }) => (stopped ? "yes" : "no") },
    { title: "Paused", value: ({ paused }) => (paused ? "yes" : "no") },
    { title: "Monthly fee", value: ({ feeMicros }) => decimal(feeMicros) },
    { title: "Renews", value: ({ renewsAt }) => (renewsAt === null ? "" : dayIn(renewsAt, zone)) },
  ];
}
