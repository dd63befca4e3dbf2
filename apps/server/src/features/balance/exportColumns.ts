import { toDecimal } from "@callboard/domain/core/money";
import { formatTimestamp } from "@callboard/domain/core/time";
import type { CsvColumn } from "../../files/csvWriter.ts";
import type { EntryView } from "./entryViews.ts";

const sumCell = (micros: number | null) => (micros === null ? "" : toDecimal(micros));

/** Columns of the entries' CSV file: exact amounts, with a decimal point and without a currency sign. */
export function entryColumns(zone: string, currency: string): CsvColumn<EntryView>[] {
  const timestamp = (instant: number) => formatTimestamp(instant, zone);
  return [
    { title: "Entry", value: ({ entry }) => entry },
    { title: `Booked (${zone})`, value: ({ bookedAt }) => timestamp(bookedAt) },
    { title: `Happened (${zone})`, value: ({ happenedAt }) => timestamp(happenedAt) },
    { title: "Type", value: ({ typeName }) => typeName },
    { title: "Description", value: ({ text }) => text },
    { title: "Account", value: ({ account }) => account ?? "" },
    { title: "Quantity", value: ({ quantity }) => quantity ?? "" },
    { title: `Amount (${currency})`, value: ({ micros }) => sumCell(micros) },
    { title: `Starting balance (${currency})`, value: ({ start }) => sumCell(start) },
    { title: `Resulting balance (${currency})`, value: ({ result }) => sumCell(result) },
    { title: "Takes back entry", value: ({ corrects }) => corrects ?? "" },
  ];
}
