import type { StatementView, ReceiptView } from "../statementView.ts";

export type PdfContent = { is: "statement"; answer: StatementView } | { is: "receipt"; answer: ReceiptView };
