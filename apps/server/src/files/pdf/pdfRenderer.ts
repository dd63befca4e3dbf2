import { Worker } from "node:worker_threads";

export type PdfResult = { id: number; bytes: Uint8Array } | { id: number; error: string };

interface PendingPdf {
  done: (bytes: Uint8Array) => void;
  fail: (error: Error) => void;
}

/** Renders PDFs in a separate thread, one after the other. The same input gives the same bytes. */
export class PdfRenderer {
  private worker: Worker | null = null;
  private readonly waiting = new Map<number, PendingPdf>();
  private count = 0;
  private readonly code: URL;

  /** `code`: the thread's script. It knows the documents; this class doesn't. */
  constructor(code: URL) {
    this.code = code;
  }

  draw(what: object): Promise<Uint8Array> {
    const id = (this.count += 1);
    return new Promise((done, fail) => {
      this.waiting.set(id, { done, fail });
      this.running().postMessage({ id, what });
    });
  }

  async close(): Promise<void> {
    const worker = this.worker;
    this.worker = null;
    await worker?.terminate();
    this.lost(new Error("The PDF renderer is closed."));
  }

  private running(): Worker {
    if (this.worker) return this.worker;
    const worker = new Worker(this.code);
    // A server with nothing else to do may exit.
    worker.unref();
    worker.on("message", (printed: PdfResult) => {
      const one = this.waiting.get(printed.id);
      this.waiting.delete(printed.id);
      if ("bytes" in printed) one?.done(printed.bytes);
      else one?.fail(new Error(printed.error));
    });
    worker.on("error", (error) => this.lost(error));
    worker.on("exit", () => {
      if (this.worker === worker) this.worker = null;
      this.lost(new Error("The PDF thread ended."));
    });
    this.worker = worker;
    return worker;
  }

  private lost(error: Error): void {
    for (const { fail } of this.waiting.values()) fail(error);
    this.waiting.clear();
  }
}
