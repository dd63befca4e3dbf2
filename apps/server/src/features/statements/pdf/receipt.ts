import { formatDate } from "@callboard/domain/core/time";
import type { ReceiptView } from "../statementView.ts";
import { Sheet } from "../../../files/pdf/sheet.ts";
import { formatCents } from "./statement.ts";
import { pageSize } from "./pageSize.ts";
import { DEFAULT_LANGUAGE } from "../../../store/locale.ts";

/** Draws a card payment and its refunds as a PDF. The same receipt always gives the same bytes. */
export async function drawReceipt(receipt: ReceiptView): Promise<Uint8Array> {
  const { account, billTo, zone, currency, entry, bookedAt, text, cents, refunds } = receipt;
  const format = formatCents(currency);
  const day = formatDate(bookedAt, { zone, language: DEFAULT_LANGUAGE });
  const sheet = new Sheet({
    title: `Receipt ${account} ${entry}`,
    footer: `${account} · Receipt ${entry} · ${day}`,
    size: pageSize(zone),
    at: Math.max(bookedAt, ...refunds.map((refund) => refund.bookedAt)),
  });
  sheet.heading("Receipt", 1);
  sheet.paragraph(`Number ${entry}`, { bold: true, size: 11 });
  sheet.paragraph(`Paid on ${day}, in the zone ${zone.replaceAll("_", " ")}`, { quiet: true });
  sheet.gap(14);
  const lines = [billTo.company, billTo.name, ...billTo.address.split("\n")].filter((line) => line.trim() !== "");
  sheet.blocks([
    { head: "Bill to", lines: lines.length > 0 ? lines : [account] },
    { head: "Account", lines: [account] },
  ]);
  sheet.gap(16);
  const columns = [
    { title: "Date", width: 90 },
    { title: "Description" },
    { title: "Amount", width: 100, align: "right" as const },
  ];
  const rows = [{ bookedAt, text, cents }, ...refunds].map((entry) => [
    { text: formatDate(entry.bookedAt, { zone, language: DEFAULT_LANGUAGE }) },
    { text: entry.text },
    { text: format(entry.cents) },
  ]);
  const remaining = refunds.reduce((total, refund) => total + refund.cents, cents);
  sheet.table(columns, rows, [refunds.length > 0 ? "Left" : "Paid", "", format(remaining)]);
  return sheet.end();
}
