import type { Role } from "@callboard/domain/core/permissions";

/** How much there is of everything. */
export interface Size {
  numbers: number;
  queues: number;
  members: number;
  people: number;
  sources: number;
  receivers: number;
  statuses: number;
  /** Changes on top of what was made: of statuses, of numbers, of queues. */
  changes: number;
  /** Movements of the balance. */
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

/** The same account at a share of its size; what a screen shows whole stays as it is. */
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

/** Somebody of each role, signed in. */
export interface LargeAccount {
  id: string;
  /** Where its numbers are from: no two accounts have the same ones. */
  area: string;
  size: Size;
  /** Secrets by role. */
  secrets: Record<Role, string>;
  /** Ids by what they are, in the order in which they were made. */
  people: readonly string[];
  seats: readonly string[];
  numbers: readonly string[];
  queues: readonly string[];
  sources: readonly string[];
  receivers: readonly string[];
  statuses: readonly string[];
}

/** Before anybody signed in. */
export type NewLargeAccount = Omit<LargeAccount, "secrets">;
