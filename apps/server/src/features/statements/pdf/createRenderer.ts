import { PdfRenderer } from "../../../files/pdf/pdfRenderer.ts";

export const createPdfRenderer = (): PdfRenderer => new PdfRenderer(new URL("./worker.ts", import.meta.url));
