import type { Actor } from "./actor.ts";
import type { Movement } from "./ledger.ts";
import type { Phrase } from "./message.ts";
import type { Doc } from "./record.ts";
import type { DataOf, KindName } from "./records.ts";
import type { Instant } from "./time.ts";
import type { Micros } from "./money.ts";

/** How an item ended. It is written only while the item is left and its run stands at this very version. */
export interface ItemOutcome {
  account: string;
  run: string;
  version: number;
  n: number;
  state: "done" | "skipped" | "failed";
  reason: Phrase | null;
  /** The record that came of it. */
  made: string | null;
}

/** An event of a meter and what it costs. `quantity` in thousandths. */
export interface RatedEvent {
  id: string;
  kind: string;
  quantity: number;
  at: Instant;
  number: string | null;
  description: string;
  micros: Micros;
}

/** What happened and why, for the log. `at` is earlier than the write where a fact is written down late. */
export interface ChangeMetadata {
  action: Phrase;
  cause?: Phrase | undefined;
  at?: Instant | undefined;
  /** Who did it, where that is not who writes it down: time itself, for one. */
  actor?: Actor | undefined;
  /** What goes on by itself is activity, even on a kind whose changes are history. */
  log?: "activity" | undefined;
  /** It comes back from an older version. */
  restored?: boolean | undefined;
}

export type Effect =
  | ({ do: "create"; account: string; kind: KindName; id: string; data: unknown } & ChangeMetadata)
  | ({ do: "save"; account: string; kind: KindName; id: string; base: number; data: unknown } & ChangeMetadata)
  | ({ do: "remove"; account: string; kind: KindName; id: string; base: number } & ChangeMetadata)
  | { do: "post"; movement: Movement }
  | { do: "count"; account: string; events: readonly RatedEvent[] }
  | { do: "later"; job: Job }
  | ({ do: "item" } & ItemOutcome)
  | { do: "access"; sql: string; args: readonly SqlValue[] }
  /** A row that lets somebody in, made or changed; `before`: all of it as it was read. */
  | { do: "grant"; table: AccessTable; before: object | null; row: Record<string, SqlValue> };

export type AccessTable = "people" | "sessions" | "tokens" | "api_keys";

export type SqlValue = string | number | bigint | null | Uint8Array;

/** Work for later. The natural key makes asking twice the same as asking once. */
export interface Job {
  kind: string;
  key: string;
  dueAt: Instant;
  data: unknown;
}

/** A pure function's whole answer: what to write, and what to say to the one who asked. */
export interface Decision<A> {
  effects: readonly Effect[];
  answer: A;
}

export const decision = <A>(effects: readonly Effect[], answer: A): Decision<A> => ({ effects, answer });

export const create = <K extends KindName>(
  account: string,
  kind: K,
  id: string,
  data: DataOf<K>,
  said: ChangeMetadata,
): Effect => ({
  do: "create",
  account,
  kind,
  id,
  data,
  ...said,
});

/** Saves against the version that was looked at; several saves of one record in one decision stand in their order. */
export const save = <K extends KindName>(
  kind: K,
  doc: Doc<DataOf<K>>,
  data: DataOf<K>,
  said: ChangeMetadata,
): Effect => ({
  do: "save",
  account: doc.account,
  kind,
  id: doc.id,
  base: doc.version,
  data,
  ...said,
});

export const remove = <K extends KindName>(kind: K, doc: Doc<DataOf<K>>, said: ChangeMetadata): Effect => ({
  do: "remove",
  account: doc.account,
  kind,
  id: doc.id,
  base: doc.version,
  ...said,
});

export const post = (movement: Movement): Effect => ({ do: "post", movement });
export const enqueue = (job: Job): Effect => ({ do: "later", job });
