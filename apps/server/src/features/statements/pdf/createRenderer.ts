import { PdfRenderer } from "../../../files/pdf/pdfRenderer.ts";

/** Starts the thread that draws statements and receipts. */
export const createPdfRenderer = (): PdfRenderer => new PdfRenderer(new URL("./worker.ts", import.meta.url));
