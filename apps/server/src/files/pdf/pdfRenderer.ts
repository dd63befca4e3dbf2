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
  private readonly script: URL;

  /** `script`: the thread's code. It knows the documents; this class doesn't. */
  constructor(script: URL) {
    this.script = script;
  }

  render(content: object): Promise<Uint8Array> {
    const id = (this.count += 1);
    return new Promise((done, fail) => {
      this.waiting.set(id, { done, fail });
      this.startWorker().postMessage({ id, content });
    });
  }

  async close(): Promise<void> {
    const worker = this.worker;
    this.worker = null;
    await worker?.terminate();
    this.failAll(new Error("The PDF renderer is closed."));
  }

  private startWorker(): Worker {
    if (this.worker) return this.worker;
    const worker = new Worker(this.script);
    // A server with nothing else to do may exit.
    worker.unref();
    worker.on("message", (result: PdfResult) => {
      const pending = this.waiting.get(result.id);
      this.waiting.delete(result.id);
      if ("bytes" in result) pending?.done(result.bytes);
      else pending?.fail(new Error(result.error));
    });
    worker.on("error", (error) => this.failAll(error));
    worker.on("exit", () => {
      if (this.worker === worker) this.worker = null;
      this.failAll(new Error("The PDF thread ended."));
    });
    this.worker = worker;
    return worker;
  }

  private failAll(error: Error): void {
    for (const { fail } of this.waiting.values()) fail(error);
    this.waiting.clear();
  }
}
