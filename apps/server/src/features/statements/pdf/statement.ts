import { formatDate } from "@callboard/domain/core/time";
import { type Currency, MICROS_PER_CENT, money, formatBalance } from "@callboard/domain/core/money";
import { type AccountCalendar, dayAt } from "@callboard/domain/core/period";
import { capitalize } from "@callboard/domain/core/text/text";
import type { StatementLineView, StatementPartView, StatementView } from "../statementView.ts";
import { type Cell, Sheet, type TableColumn } from "../../../files/pdf/sheet.ts";
import { formatDays, formatDay } from "./formatDays.ts";
import { pageSize } from "./pageSize.ts";
import { DEFAULT_LANGUAGE } from "../../../store/locale.ts";

const COLUMNS: TableColumn[] = [
  { title: "Date", width: 74 },
  { title: "Type", width: 80 },
  { title: "Description" },
  { title: "Quantity", width: 58, align: "right" },
  { title: "Amount", width: 68, align: "right" },
];
const PAYMENT_COLUMNS = COLUMNS.filter(({ title }) => title !== "Quantity");

/** Draws the statement as a PDF. The same statement always gives the same bytes. */
export async function drawStatement(statement: StatementView): Promise<Uint8Array> {
  const { account, billTo, calendar, zones, currency, paidBy, unfinished } = statement;
  const span = formatDays(statement);
  const zoneNote = `Days and times in the zone ${zones}`;
  const sheet = new Sheet({
    title: `Statement ${account} ${statement.first} ${statement.last}`,
    footer: `${account} · ${span} · ${zones}`,
    size: pageSize(calendar.zone),
    at: unfinished ?? statement.to,
  });
  const format = formatCents(currency);
  sheet.heading("Statement", 1);
  sheet.paragraph(span, { bold: true, size: 11 });
  sheet.paragraph(
    unfinished === null
      ? zoneNote
      : `${zoneNote}. This period is not over: it goes as far as ${formatDate(unfinished, { zone: calendar.zone, language: DEFAULT_LANGUAGE })}.`,
    {
      quiet: true,
    },
  );
  sheet.gap(14);
  const lines = [billTo.company, billTo.name, ...billTo.address.split("\n")].filter((line) => line.trim() !== "");
  sheet.blocks([
    { head: "Bill to", lines: lines.length > 0 ? lines : [account] },
    {
      head: "Account",
      lines: [
        account,
        ...(paidBy === null ? [] : [`Paid by ${paidBy}${statement.opening === null ? "" : " in part"}`]),
      ],
    },
  ]);
  sheet.gap(10);
  sheet.sums(balanceRows(statement).map(([label, cents]) => [label, format(cents)]));
  if (statement.payments.lines.length > 0)
    drawSection(sheet, "Payments", statement.payments, PAYMENT_COLUMNS, statement);
  for (const part of statement.parts) drawSection(sheet, part.name ?? "Activity", part, COLUMNS, statement);
  if (statement.byAgency)
    drawSection(sheet, `Activity, paid by ${paidBy ?? "the agency"}`, statement.byAgency, COLUMNS, statement);
  if (statement.payments.lines.length + statement.parts.length === 0 && !statement.byAgency) {
    sheet.gap(18);
    sheet.paragraph("Nothing moved in this period.", { quiet: true });
  }
  const { carriedIn, carriedOut, cents } = statement.rounding;
  if (cents !== 0 || carriedIn !== 0 || carriedOut !== 0) {
    sheet.gap(14);
    sheet.paragraph(
      `Rates are finer than a cent. Each line is rounded to the cent; ${formatMicros(carriedIn)} was carried over from the period before, and ${formatMicros(carriedOut)} is carried on to the next.`,
      { quiet: true, size: 7.5 },
    );
  }
  return sheet.end();
}

/** From the opening balance to the closing one, in cents; if the agency pays for the account, what the account cost. */
export function balanceRows({
  opening,
  closing,
  payments,
  parts,
  byAgency,
  rounding,
  unfinished,
}: StatementView): [string, number][] {
  const activity = parts.reduce((total, { cents }) => total + cents, 0);
  if (opening === null || closing === null) return [["Paid by the agency", byAgency?.cents ?? 0]];
  return [
    ["Opening balance", opening],
    ["Payments", payments.cents],
    ["Activity", activity],
    ...(rounding.cents === 0 ? [] : ([["Rounding, carried", rounding.cents]] as [string, number][])),
    [unfinished === null ? "Closing balance" : "Balance so far", closing],
  ];
}

function drawSection(
  sheet: Sheet,
  title: string,
  part: StatementPartView,
  columns: readonly TableColumn[],
  { calendar, currency }: StatementView,
): void {
  sheet.gap(18);
  sheet.heading(title);
  const format = formatCents(currency);
  const hasQuantity = columns.length === COLUMNS.length;
  const rows = part.lines.map((line): Cell[] => [
    { text: line.bookedAt === null ? "" : formatDay(dayAt(line.bookedAt, calendar)) },
    { text: capitalize(line.typeName) },
    { text: line.text, note: lateNote(line, calendar) },
    ...(hasQuantity ? [{ text: line.quantity === null ? "" : String(line.quantity) }] : []),
    { text: format(line.cents) },
  ]);
  sheet.table(columns, rows, ["Total", "", "", ...(hasQuantity ? [""] : []), format(part.cents)]);
}

const lateNote = ({ lateFrom }: StatementLineView, calendar: AccountCalendar): string | undefined =>
  lateFrom === null ? undefined : `Happened ${formatDay(dayAt(lateFrom, calendar))}, booked in this period`;

export const formatCents =
  (currency: Currency) =>
  (cents: number): string =>
    formatBalance(money(cents * MICROS_PER_CENT, currency), "en");

/** Up to six decimals, at least two. */
const formatMicros = (micros: number): string => (micros / 1_000_000).toFixed(6).replace(/0{1,4}$/, "");
