import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { Failure } from "@callboard/domain/core/failure";
import type { ServiceSettings } from "../../integrations/ports.ts";
import type { ThreadAnswer, ThreadFile, ThreadQuestion, ReaderPool } from "../../rpc/question.ts";

/** A question that was sent to a thread: how to resolve or reject its promise. */
interface PendingAnswer {
  resolve: (answer: ThreadAnswer) => void;
  reject: (error: Error) => void;
}

/** Long reads run in separate threads with their own connections, so that nobody's click waits for them. */
export class ReaderThreads implements ReaderPool {
  private readonly settings: ServiceSettings;
  private readonly threads = new Map<string, ReaderThread>();

  constructor(settings: ServiceSettings) {
    this.settings = settings;
  }

  async answerCall(question: ThreadQuestion): Promise<unknown> {
    const answer = await this.thread("answers").ask(question);
    if ("data" in answer) return answer.data;
    throw errorFrom(answer);
  }

  /** Files have a thread of their own, so that screens don't wait for downloads. */
  async readFile(question: ThreadQuestion): Promise<ThreadFile> {
    const answer = await this.thread("files").ask(question);
    if ("file" in answer) return answer.file;
    throw errorFrom(answer);
  }

  async close(): Promise<void> {
    await Promise.all([...this.threads.values()].map((thread) => thread.close()));
  }

  private thread(name: string): ReaderThread {
    const thread = this.threads.get(name) ?? new ReaderThread(this.settings);
    this.threads.set(name, thread);
    return thread;
  }
}

function errorFrom(answer: ThreadAnswer): Error {
  if ("failure" in answer) {
    const { code, key, values, field } = answer.failure;
    return new Failure(code, key as never, values as never, field);
  }
  return new Error("error" in answer ? answer.error : "The reader thread gave the wrong kind of answer.");
}

/** One thread, started when first needed and again after a crash. */
class ReaderThread {
  private readonly settings: ServiceSettings;
  private worker: Worker | null = null;
  /** By the question's id. */
  private readonly waiting = new Map<number, PendingAnswer>();
  private lastId = 0;

  constructor(settings: ServiceSettings) {
    this.settings = settings;
  }

  ask(question: ThreadQuestion): Promise<ThreadAnswer> {
    const id = (this.lastId += 1);
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.startWorker().postMessage({ id, question });
    });
  }

  async close(): Promise<void> {
    const worker = this.worker;
    this.worker = null;
    if (worker) {
      worker.ref();
      const ended = once(worker, "exit");
      worker.postMessage("end");
      await ended;
    }
    this.failAll(new Error("The reader thread is closed."));
  }

  private startWorker(): Worker {
    if (this.worker) return this.worker;
    const worker = new Worker(new URL("./thread.ts", import.meta.url), { workerData: this.settings });
    // A server with nothing else to do may exit.
    worker.unref();
    worker.on("message", ({ id, answer }: { id: number; answer: ThreadAnswer }) => {
      this.waiting.get(id)?.resolve(answer);
      this.waiting.delete(id);
    });
    worker.on("error", (error) => this.failAll(error));
    worker.on("exit", () => {
      if (this.worker === worker) this.worker = null;
      this.failAll(new Error("The reader thread ended."));
    });
    this.worker = worker;
    return worker;
  }

  private failAll(error: Error): void {
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}
