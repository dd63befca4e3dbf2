import type { FailureCode } from "@callboard/domain/core/failure";
import type { RequestLocale } from "../store/locale.ts";

/** What a request to the API says about itself, before any check. */
export interface CallRequest {
  /** The secret of a session or API key. Each has one queue, so that its mutations keep their order (`inOrder.ts`). */
  secret: string | null;
  account: string | null;
  /** The idempotency key. */
  key: string | null;
  /** An instant of the past: everything is read as of then, and nothing can be changed. */
  asOf?: string | null | undefined;
  /** The request's id, for logs and error messages. */
  request: string;
  /** The user agent, which the list of sessions shows. */
  device: string;
  /** The caller's network address, in the form under which attempts are counted. */
  network: string;
  /** The requested host name, and the key that only whoever started the server knows: for demo features. */
  host?: string | null | undefined;
  demoKey?: string | null | undefined;
  /** The caller's locale. Once the account is known, its zone replaces a missing one. */
  locale: RequestLocale;
}

/** A call or download to be answered in a reader thread: the request and its instant. */
export interface ThreadQuestion {
  call: CallRequest;
  now: number;
  ask: { path: string; input: unknown } | { download: string; isHead: boolean };
}

export interface ThreadFile {
  status: number;
  headers: [string, string][];
  stream: ReadableStream<Uint8Array>;
}

export type ThreadAnswer =
  | { data: unknown }
  | { file: ThreadFile }
  | { failure: { code: FailureCode; key: string; values: object; field: string | undefined } }
  | { error: string };

/** Answers requests in separate threads. */
export interface ReaderPool {
  answerCall(question: ThreadQuestion): Promise<unknown>;
  readFile(question: ThreadQuestion): Promise<ThreadFile>;
}
