import type { Role } from "@callboard/domain/core/permissions";

/** How many of each there are. */
export interface Size {
  numbers: number;
  queues: number;
  members: number;
  people: number;
  sources: number;
  receivers: number;
  statuses: number;
  /** Changes in addition to creating everything: of statuses, numbers and queues. */
  changes: number;
  movements: number;
}

export const FULL: Size = {
  numbers: 100_000,
  queues: 200,
  members: 50,
  people: 5_000,
  sources: 400,
  receivers: 100,
  statuses: 20,
  changes: 163_500,
  movements: 20_000,
};

/** The same account at a share of its size; what a screen shows all at once keeps its size. */
export const sizeOf = (share: number): Size => {
  const part = (count: number) => Math.max(1, Math.round(count * share));
  return {
    ...FULL,
    numbers: part(FULL.numbers),
    queues: part(FULL.queues),
    members: Math.min(FULL.members, part(FULL.people)),
    people: Math.max(20, part(FULL.people)),
    sources: part(FULL.sources),
    receivers: part(FULL.receivers),
    changes: part(FULL.changes),
    movements: part(FULL.movements),
  };
};

/** The large account, with a signed-in person for each role. */
export interface LargeAccount {
  id: string;
  /** Its area code: no two accounts have the same numbers. */
  area: string;
  size: Size;
  secrets: Record<Role, string>;
  /** Ids by kind, in the order of creation. */
  people: readonly string[];
  seats: readonly string[];
  numbers: readonly string[];
  queues: readonly string[];
  sources: readonly string[];
  receivers: readonly string[];
  statuses: readonly string[];
}

/** The large account before anybody has signed in. */
export type NewLargeAccount = Omit<LargeAccount, "secrets">;
