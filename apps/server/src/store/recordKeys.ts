import { Failure } from "@callboard/domain/core/failure";
import { anyKind, type KindName } from "@callboard/domain/core/records";
import { type Stmt, stmt } from "./database/port.ts";

export interface RecordRef {
  account: string;
  kind: KindName;
  id: string;
}

/**
 * The index keys of a decision's records before and after it. All deletions run first, so a record can take a unique
 * key that another one gives up in the same decision.
 */
export class KeyChanges {
  private readonly records = new Map<string, { ref: RecordRef; before: unknown; after: unknown }>();

  /** Several effects on one record count as one, from before the first to after the last. */
  recordChange(key: string, ref: RecordRef, before: unknown, after: unknown): void {
    const earlier = this.records.get(key);
    if (earlier) earlier.after = after;
    else this.records.set(key, { ref, before, after });
  }

  statements(): Stmt[] {
    const deletions: Stmt[] = [];
    const insertions: Stmt[] = [];
    for (const { ref, before, after } of this.records.values()) {
      const [oldKeys, newKeys] = [recordKeysOf(ref, before), recordKeysOf(ref, after)];
      for (const [key, [args]] of oldKeys)
        if (!newKeys.has(key)) deletions.push(stmt(DELETE_KEY_SQL, ...args.slice(0, 4), ref.id));
      for (const [key, [args, onRefused]] of newKeys)
        if (!oldKeys.has(key)) insertions.push({ ...stmt(INSERT_KEY_SQL, ...args), onRefused });
    }
    return [...deletions, ...insertions, ...this.countStatements()];
  }

  /** Count updates for all changed values, in one statement. */
  private countStatements(): Stmt[] {
    const countChanges = new Map<string, number>();
    const addChange = (ref: RecordRef, data: unknown, delta: 1 | -1) => {
      for (const countKey of countKeysOf(ref, data))
        countChanges.set(countKey, (countChanges.get(countKey) ?? 0) + delta);
    };
    for (const { ref, before, after } of this.records.values()) {
      addChange(ref, before, -1);
      addChange(ref, after, 1);
    }
    const changed = [...countChanges]
      .filter(([, delta]) => delta !== 0)
      .map(([countKey, delta]) => [...JSON.parse(countKey), delta]);
    return changed.length === 0 ? [] : [stmt(COUNT_SQL, JSON.stringify(changed))];
  }
}

/**
 * The counts that a record contributes to, each as the text of `[account, kind, name, value]`: one for its kind, and
 * those that the kind declares.
 */
export function countKeysOf({ account, kind: name }: RecordRef, data: unknown): string[] {
  if (data === null) return [];
  const declared = Object.entries(anyKind(name).counts ?? {}).flatMap(([count, valueOf]) => {
    const value = valueOf(data);
    return value === null ? [] : [JSON.stringify([account, name, count, value])];
  });
  return [JSON.stringify([account, name, "", ""]), ...declared];
}

/** Adds positive or negative numbers to the counts; a trigger deletes a count that becomes zero. */
export const COUNT_SQL = `INSERT INTO record_counts (account, kind, name, value, n)
  SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 FROM json_each(?) WHERE true
  ON CONFLICT (account, kind, name, value) DO UPDATE SET n = n + excluded.n`;

const DELETE_KEY_SQL = "DELETE FROM keys WHERE space = ? AND kind = ? AND name = ? AND value = ? AND id = ?";
const INSERT_KEY_SQL = "INSERT INTO keys (space, kind, name, value, account, id) VALUES (?, ?, ?, ?, ?, ?)";

/** The columns of a row of `keys`, and the error to throw if a unique key is taken. */
type RecordKey = [args: string[], onRefused?: () => Error];

/**
 * A record's rows in `keys`. The names of unique keys start with `=`, and the database rejects duplicates within their
 * `space`: the account, or "" for the whole platform.
 */
export function recordKeysOf({ account, kind: name, id }: RecordRef, data: unknown): Map<string, RecordKey> {
  const keys = new Map<string, RecordKey>();
  if (data === null) return keys;
  const kind = anyKind(name);
  const addKey = (space: string, key: string, value: string | null, onRefused?: () => Error) => {
    if (value !== null)
      keys.set([space, key, value].join("\n"), [
        [space, name, key, value, account, id],
        ...(onRefused ? [onRefused] : []),
      ] as RecordKey);
  };
  for (const [key, unique] of Object.entries(kind.unique ?? {}))
    addKey(
      unique.within === "everywhere" ? "" : account,
      `=${key}`,
      unique.value(data),
      () => new Failure("conflict", unique.takenMessage, {} as never, unique.field),
    );
  for (const [key, value] of Object.entries(kind.indexes ?? {})) addKey(account, key, value(data));
  return keys;
}

/** A record's unique keys, each as one text. */
export const uniqueKeysOf = (ref: RecordRef, data: unknown): string[] =>
  [...recordKeysOf(ref, data)].flatMap(([key, [[, , name]]]) => (String(name).startsWith("=") ? [key] : []));
