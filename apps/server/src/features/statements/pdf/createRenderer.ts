import { PdfRenderer } from "../../../files/pdf/pdfRenderer.ts";

/** A renderer of statements and receipts. */
export const createPdfRenderer = (): PdfRenderer => new PdfRenderer(new URL("./worker.ts", import.meta.url));
