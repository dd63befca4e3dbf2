import { constants, setPriority } from "node:os";
import { parentPort } from "node:worker_threads";
import type { PdfResult } from "../../../files/pdf/pdfRenderer.ts";
import type { PdfOrder } from "./order.ts";
import { drawReceipt } from "./receipt.ts";
import { drawStatement } from "./statement.ts";

// Only Linux takes this for the one thread: whoever clicks goes first where processors are few.
if (process.platform === "linux") setPriority(constants.priority.PRIORITY_LOW);

// Drawing takes long: it has a thread of its own, so that nobody's click waits for it.
parentPort!.on("message", async ({ id, what }: { id: number; what: PdfOrder }) => {
  try {
    const bytes = await (what.is === "statement" ? drawStatement(what.told) : drawReceipt(what.told));
    parentPort!.postMessage({ id, bytes } satisfies PdfResult);
  } catch (error) {
    parentPort!.postMessage({ id, error: (error as Error).stack ?? String(error) } satisfies PdfResult);
  }
});
