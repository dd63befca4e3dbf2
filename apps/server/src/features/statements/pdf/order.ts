import type { StatementView, ReceiptView } from "../statementView.ts";

export type PdfOrder = { is: "statement"; told: StatementView } | { is: "receipt"; told: ReceiptView };
