import { decimal } from "@callboard/domain/money";
import { dayAt } from "@callboard/domain/period";
import type { Column } from "../csvOut.ts";
import { comesTo } from "./paper/statement.ts";
import type { ToldLine, ToldStatement } from "./told.ts";

const MICROS_PER_CENT = 10_000;

/** A line of the file: of a section, or one of the sums that the sections come to. */
type Row = Partial<ToldLine> & { section: string; cents: number; text: string };

export function statementRows(told: ToldStatement): Row[] {
  const { payments, parts, byAgency, account, paidBy } = told;
  const sections: [string, readonly ToldLine[]][] = [
    ["Payments", payments.lines],
    ...parts.map(({ name, lines }): [string, readonly ToldLine[]] => [name ?? account, lines]),
    ...(byAgency ? [[`Paid by ${paidBy ?? "the agency"}`, byAgency.lines] as [string, readonly ToldLine[]]] : []),
  ];
  return [
    ...sections.flatMap(([section, lines]) => lines.map((line) => ({ ...line, section }))),
    ...comesTo(told).map(([text, cents]) => ({ section: "Summary", text, cents })),
  ];
}

/** Days by the account's calendar; sums with a point and without a sign of a currency. */
export function statementColumns({ calendar, currency }: ToldStatement): Column<Row>[] {
  const day = (at: number | null | undefined) => (at ? dayAt(at, calendar) : "");
  return [
    { title: "Section", value: ({ section }) => section },
    { title: `Booked (${calendar.zone})`, value: ({ bookedAt }) => day(bookedAt) },
    { title: "Happened, where before the period", value: ({ lateFrom }) => day(lateFrom) },
    { title: "Type", value: ({ typeName = "" }) => typeName },
    { title: "Description", value: ({ text }) => text },
    { title: "Quantity", value: ({ quantity }) => quantity ?? "" },
    { title: `Amount (${currency})`, value: ({ cents }) => decimal(cents * MICROS_PER_CENT) },
    { title: `Exact amount (${currency})`, value: ({ micros }) => (micros === undefined ? "" : decimal(micros)) },
    { title: "Entry", value: ({ entry }) => entry ?? "" },
  ];
}
