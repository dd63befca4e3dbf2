import type { StatementView, ReceiptView } from "../statementView.ts";

export type PdfOrder = { is: "statement"; answer: StatementView } | { is: "receipt"; answer: ReceiptView };
