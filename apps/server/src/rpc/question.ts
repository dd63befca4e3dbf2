import type { FailureCode } from "@callboard/domain/core/failure";
import type { RequestLocale } from "../store/locale.ts";

/** What comes with a call, before anything is proved. */
export interface CallRequest {
  secret: string | null;
  account: string | null;
  key: string | null;
  /** An instant to look back to: then everything is read as it was, and nothing can be changed. */
  asOf?: string | null | undefined;
  request: string;
  device: string;
  /** The address that a limit counts by. */
  from: string;
  /** The name that the server was called by, and what proves that the caller started it: for the powers of a demo. */
  host?: string | null | undefined;
  demoKey?: string | null | undefined;
  /** How times and sums are written for whoever calls. Once the account is known its zone stands in for one that is not. */
  locale: RequestLocale;
}

/** A call, or a download by its address, to be answered in a thread of its own: as it was asked, and at which instant. */
export interface ThreadQuestion {
  asking: CallRequest;
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
  | { refusal: { code: FailureCode; key: string; values: object; field: string | undefined } }
  | { error: string };

/** Answers in threads of their own. */
export interface ReaderPool {
  answer(question: ThreadQuestion): Promise<unknown>;
  file(question: ThreadQuestion): Promise<ThreadFile>;
}
