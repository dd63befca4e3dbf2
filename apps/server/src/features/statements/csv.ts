import { MICROS_PER_CENT, toDecimal } from "@callboard/domain/core/money";
import { dayAt } from "@callboard/domain/core/period";
import type { CsvColumn } from "../../files/csvWriter.ts";
import { balanceRows } from "./pdf/statement.ts";
import type { StatementLineView, StatementView } from "./statementView.ts";

/** A row of the file: of a section, or one of the sums after the sections. */
type StatementFileRow = Partial<StatementLineView> & { section: string; cents: number; text: string };

export function statementRows(statement: StatementView): StatementFileRow[] {
  const { payments, parts, byAgency, account, paidBy } = statement;
  const sections: [string, readonly StatementLineView[]][] = [
    ["Payments", payments.lines],
    ...parts.map(({ name, lines }): [string, readonly StatementLineView[]] => [name ?? account, lines]),
    ...(byAgency
      ? [[`Paid by ${paidBy ?? "the agency"}`, byAgency.lines] as [string, readonly StatementLineView[]]]
      : []),
  ];
  return [
    ...sections.flatMap(([section, lines]) => lines.map((line) => ({ ...line, section }))),
    ...balanceRows(statement).map(([text, cents]) => ({ section: "Summary", text, cents })),
  ];
}

/** Days by the account's calendar; amounts with a decimal point and without a currency sign. */
export function statementColumns({ calendar, currency }: StatementView): CsvColumn<StatementFileRow>[] {
  const day = (at: number | null | undefined) => (at ? dayAt(at, calendar) : "");
  return [
    { title: "Section", value: ({ section }) => section },
    { title: `Booked (${calendar.zone})`, value: ({ bookedAt }) => day(bookedAt) },
    { title: "Happened, where before the period", value: ({ lateFrom }) => day(lateFrom) },
    { title: "Type", value: ({ typeName = "" }) => typeName },
    { title: "Description", value: ({ text }) => text },
    { title: "Quantity", value: ({ quantity }) => quantity ?? "" },
    { title: `Amount (${currency})`, value: ({ cents }) => toDecimal(cents * MICROS_PER_CENT) },
    { title: `Exact amount (${currency})`, value: ({ micros }) => (micros === undefined ? "" : toDecimal(micros)) },
    { title: "Entry", value: ({ entry }) => entry ?? "" },
  ];
}
