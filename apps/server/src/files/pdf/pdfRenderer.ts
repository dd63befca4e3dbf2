import { Worker } from "node:worker_threads";

/** The thread's answer to the request with this id. */
export type PdfResult = { id: number; bytes: Uint8Array } | { id: number; error: string };

interface PendingPdf {
  resolve: (bytes: Uint8Array) => void;
  reject: (error: Error) => void;
}

/** Renders PDFs in a separate thread, one after the other. The same input gives the same bytes. */
export class PdfRenderer {
  private worker: Worker | null = null;
  private readonly waiting = new Map<number, PendingPdf>();
  private lastId = 0;
  private readonly script: URL;

  /** `script`: the thread's code, which draws the features' documents. */
  constructor(script: URL) {
    this.script = script;
  }

  render(content: object): Promise<Uint8Array> {
    const id = (this.lastId += 1);
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
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
      if ("bytes" in result) pending?.resolve(result.bytes);
      else pending?.reject(new Error(result.error));
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
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}
