import { constants, setPriority } from "node:os";
import { parentPort } from "node:worker_threads";
import type { PdfResult } from "../../../files/pdf/pdfRenderer.ts";
import type { PdfContent } from "./content.ts";
import { drawReceipt } from "./receipt.ts";
import { drawStatement } from "./statement.ts";

// Only Linux applies this to a single thread: on few processors, requests take precedence over drawing.
if (process.platform === "linux") setPriority(constants.priority.PRIORITY_LOW);

// Drawing takes long, so it has a thread of its own and no request waits for it.
parentPort!.on("message", async ({ id, content }: { id: number; content: PdfContent }) => {
  try {
    const bytes = await (content.is === "statement" ? drawStatement(content.answer) : drawReceipt(content.answer));
    parentPort!.postMessage({ id, bytes } satisfies PdfResult);
  } catch (error) {
    parentPort!.postMessage({ id, error: (error as Error).stack ?? String(error) } satisfies PdfResult);
  }
});
