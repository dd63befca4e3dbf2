import type { Actor } from "./actor.ts";
import type { Movement } from "./ledger.ts";
import type { Message } from "./message.ts";
import type { Doc } from "./record.ts";
import type { DataOf, KindName } from "./records.ts";
import type { Instant } from "./time.ts";
import type { Micros } from "./money.ts";

/** An item's outcome. It is written only while the item is open and its run is at this version. */
export interface ItemOutcome {
  account: string;
  run: string;
  version: number;
  /** The item's number within its run. */
  n: number;
  state: "done" | "skipped" | "failed";
  reason: Message | null;
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

/** What happened and why, for the log. `at` is earlier than the write if something is recorded late. */
export interface ChangeMetadata {
  action: Message;
  cause?: Message | undefined;
  at?: Instant | undefined;
  /** The actor if it isn't the one who writes, such as the scheduler. */
  actor?: Actor | undefined;
  /** Routine changes are activity, even on a kind whose changes are history. */
  log?: "activity" | undefined;
  /** It was restored from an older version. */
  restored?: boolean | undefined;
}

/** One write of a decision. `base`: the version that was read; the write fails if the record has changed since. */
export type Effect =
  | ({ do: "create"; account: string; kind: KindName; id: string; data: unknown } & ChangeMetadata)
  | ({ do: "save"; account: string; kind: KindName; id: string; base: number; data: unknown } & ChangeMetadata)
  | ({ do: "remove"; account: string; kind: KindName; id: string; base: number } & ChangeMetadata)
  | { do: "post"; movement: Movement }
  /** Counts usage events, each of them once. */
  | { do: "count"; account: string; events: readonly RatedEvent[] }
  /** Enqueues a job. */
  | { do: "later"; job: Job }
  | ({ do: "item" } & ItemOutcome)
  | RowEffect
  /** Creates or changes a row that grants access; `before`: the complete row as it was read. */
  | { do: "grant"; table: AccessTable; before: object | null; row: Record<string, SqlValue> };

/** The owner of a row that an effect writes; an account is checked like a record's. `null`: the platform. */
export type RowOwner = AccountOwner | PersonOwner | null;
export interface AccountOwner {
  account: string;
}
export interface PersonOwner {
  person: string;
}

/** A write to a table other than records and money. `name`: the write, whose SQL is in the module that owns the table. */
export interface RowEffect {
  do: "row";
  name: string;
  owner: RowOwner;
  values: Readonly<Record<string, SqlValue>>;
}

export type AccessTable = "people" | "sessions" | "tokens" | "api_keys";

export type SqlValue = string | number | bigint | null | Uint8Array;

/** A job. Its natural key makes enqueueing twice the same as once. */
export interface Job {
  kind: string;
  key: string;
  dueAt: Instant;
  data: unknown;
}

export type RecordEffect = Extract<Effect, { do: "create" | "save" | "remove" }>;
export const isRecordEffect = (effect: Effect): effect is RecordEffect =>
  effect.do === "create" || effect.do === "save" || effect.do === "remove";

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
  metadata: ChangeMetadata,
): Effect => ({
  do: "create",
  account,
  kind,
  id,
  data,
  ...metadata,
});

/** Saves against the version that was read. Several saves of one record in one decision run in order. */
export const save = <K extends KindName>(
  kind: K,
  doc: Doc<DataOf<K>>,
  data: DataOf<K>,
  metadata: ChangeMetadata,
): Effect => ({
  do: "save",
  account: doc.account,
  kind,
  id: doc.id,
  base: doc.version,
  data,
  ...metadata,
});

export const remove = <K extends KindName>(kind: K, doc: Doc<DataOf<K>>, metadata: ChangeMetadata): Effect => ({
  do: "remove",
  account: doc.account,
  kind,
  id: doc.id,
  base: doc.version,
  ...metadata,
});

export const post = (movement: Movement): Effect => ({ do: "post", movement });
export const enqueue = (job: Job): Effect => ({ do: "later", job });
