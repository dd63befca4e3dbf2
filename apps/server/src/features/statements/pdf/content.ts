import type { StatementView, ReceiptView } from "../statementView.ts";

/** A document to draw: what it is, and the view with its contents. */
export type PdfContent = { is: "statement"; answer: StatementView } | { is: "receipt"; answer: ReceiptView };
