import type { MessageKey } from "./messages/keys.ts";
import type { Kind } from "./record.ts";

/** The longest note on a pin or a restore. */
export const NOTE_MAX = 200;

/** One field that differs between two versions, by its human label. */
export interface Difference {
  field: string;
  label: MessageKey;
  before: unknown;
  after: unknown;
}

export type ChangeType = "created" | "changed" | "deleted" | "restored";

/** The fields that differ, in the order in which the kind declares them. */
export function findDifferences<D extends object>(
  kind: Kind<string, D>,
  before: D | null,
  after: D | null,
): Difference[] {
  const differences: Difference[] = [];
  for (const [field, label] of Object.entries(kind.labels) as [keyof D & string, MessageKey][]) {
    const old = before?.[field] ?? null;
    const next = after?.[field] ?? null;
    if (!isSameValue(old, next)) differences.push({ field, label, before: old, after: next });
  }
  return differences;
}

/** Whether two values are stored alike: the order of an object's fields doesn't matter, the order of a list does. */
export function isSameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return Object.is(a, b);
  if (Array.isArray(a) || Array.isArray(b)) return Array.isArray(a) && Array.isArray(b) && areSameItems(a, b);
  const [first, second] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = Object.keys(first);
  for (const key of keys) if (!isSameValue(first[key], second[key])) return false;
  // An undefined field equals a missing one.
  return Object.keys(second).every((key) => key in first || second[key] === undefined);
}

function areSameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index += 1) if (!isSameValue(a[index], b[index])) return false;
  return true;
}
