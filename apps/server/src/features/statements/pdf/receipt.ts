import { formatDate } from "@callboard/domain/core/time";
import type { ReceiptView } from "../statementView.ts";
import { Sheet } from "../../../files/pdf/sheet.ts";
import { formatCents } from "./statement.ts";
import { pageSize } from "./format.ts";
import { DEFAULT_LANGUAGE } from "../../../store/locale.ts";

export async function drawReceipt(receipt: ReceiptView): Promise<Uint8Array> {
  const { account, billTo, zone, currency, entry, bookedAt, text, cents, refunds } = receipt;
  const sum = formatCents(currency);
  const day = formatDate(bookedAt, { zone, language: DEFAULT_LANGUAGE });
  const sheet = new Sheet({
    title: `Receipt ${account} ${entry}`,
    foot: `${account} · Receipt ${entry} · ${day}`,
    size: pageSize(zone),
    at: Math.max(bookedAt, ...refunds.map((one) => one.bookedAt)),
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
  const rows = [{ bookedAt, text, cents }, ...refunds].map((one) => [
    { text: formatDate(one.bookedAt, { zone, language: DEFAULT_LANGUAGE }) },
    { text: one.text },
    { text: sum(one.cents) },
  ]);
  const remaining = refunds.reduce((total, one) => total + one.cents, cents);
  sheet.table(columns, rows, [refunds.length > 0 ? "Left" : "Paid", "", sum(remaining)]);
  return sheet.end();
}
