import type { Actor } from "./actor.ts";
import type { Movement } from "./ledger.ts";
import type { Phrase } from "./message.ts";
import type { Doc } from "./record.ts";
import type { DataOf, KindName } from "./records.ts";
import type { Instant } from "./time.ts";
import type { Micros } from "./money.ts";

/** An item's outcome. It is written only while the item is open and its run is at this version. */
export interface ItemOutcome {
  account: string;
  run: string;
  version: number;
  n: number;
  state: "done" | "skipped" | "failed";
  reason: Phrase | null;
  /** The record that the item created. */
  made: string | null;
}

/** A usage event with its price. `quantity` in thousandths. */
export interface RatedEvent {
  id: string;
  kind: string;
  quantity: number;
  at: Instant;
  number: string | null;
  description: string;
  micros: Micros;
}

/** The event and its reason, for the log. `at` is earlier than the write if something is recorded late. */
export interface ChangeMetadata {
  action: Phrase;
  cause?: Phrase | undefined;
  at?: Instant | undefined;
  /** The actor if it isn't the one who writes, such as the scheduler. */
  actor?: Actor | undefined;
  /** Routine changes are activity, even on a kind whose changes are history. */
  log?: "activity" | undefined;
  /** It was restored from an older version. */
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
  /** Creates or changes a row that grants access; `before`: the complete row as it was read. */
  | { do: "grant"; table: AccessTable; before: object | null; row: Record<string, SqlValue> };

export type AccessTable = "people" | "sessions" | "tokens" | "api_keys";

export type SqlValue = string | number | bigint | null | Uint8Array;

/** A job. Its natural key makes enqueueing twice the same as once. */
export interface Job {
  kind: string;
  key: string;
  dueAt: Instant;
  data: unknown;
}

/** The result of a rule: what to write, and the answer to the caller. */
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

/** Saves against the version that was read. Several saves of one record in one decision run in order. */
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
