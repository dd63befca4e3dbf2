import { decimal } from "@callboard/domain/money";
import { showStamp } from "@callboard/domain/time";
import type { Column } from "../../csvOut.ts";
import type { TellEntry } from "./entries.ts";

const sum = (micros: number | null) => (micros === null ? "" : decimal(micros));

/** The entries as a file: sums to the micro, with a point and without a sign of a currency. */
export function entryColumns(zone: string, currency: string): Column<TellEntry>[] {
  const at = (instant: number) => showStamp(instant, zone);
  return [
    { title: "Entry", value: ({ entry }) => entry },
    { title: `Booked (${zone})`, value: ({ bookedAt }) => at(bookedAt) },
    { title: `Happened (${zone})`, value: ({ happenedAt }) => at(happenedAt) },
    { title: "Type", value: ({ typeName }) => typeName },
    { title: "Description", value: ({ text }) => text },
    { title: "Account", value: ({ account }) => account ?? "" },
    { title: "Quantity", value: ({ quantity }) => quantity ?? "" },
    { title: `Amount (${currency})`, value: ({ micros }) => sum(micros) },
    { title: `Starting balance (${currency})`, value: ({ start }) => sum(start) },
    { title: `Resulting balance (${currency})`, value: ({ result }) => sum(result) },
    { title: "Takes back entry", value: ({ corrects }) => corrects ?? "" },
  ];
}
