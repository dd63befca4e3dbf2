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
  private readonly records = new Map<string, { owner: RecordRef; before: unknown; after: unknown }>();

  /** Several effects on one record count as one, from before the first to after the last. */
  moved(record: string, owner: RecordRef, before: unknown, after: unknown): void {
    const known = this.records.get(record);
    if (known) known.after = after;
    else this.records.set(record, { owner, before, after });
  }

  stmts(): Stmt[] {
    const gone: Stmt[] = [];
    const come: Stmt[] = [];
    for (const { owner, before, after } of this.records.values()) {
      const [old, fresh] = [recordKeysOf(owner, before), recordKeysOf(owner, after)];
      for (const [key, [args]] of old)
        if (!fresh.has(key)) gone.push(stmt(DELETE_KEY_SQL, ...args.slice(0, 4), owner.id));
      for (const [key, [args, taken]] of fresh)
        if (!old.has(key)) come.push({ ...stmt(INSERT_KEY_SQL, ...args), taken });
    }
    return [...gone, ...come, ...this.countStmts()];
  }

  /** Count updates for all changed values, in one statement. */
  private countStmts(): Stmt[] {
    const moves = new Map<string, number>();
    const move = (owner: RecordRef, data: unknown, by: number) => {
      for (const counted of countKeysOf(owner, data)) moves.set(counted, (moves.get(counted) ?? 0) + by);
    };
    for (const { owner, before, after } of this.records.values()) {
      move(owner, before, -1);
      move(owner, after, 1);
    }
    const moved = [...moves].filter(([, by]) => by !== 0).map(([counted, by]) => [...JSON.parse(counted), by]);
    return moved.length === 0 ? [] : [stmt(COUNT_SQL, JSON.stringify(moved))];
  }
}

/**
 * The counts that a record contributes to, each as the text of `[account, kind, name, value]`: one for its kind, and
 * those that the kind declares.
 */
export function countKeysOf({ account, kind: name, id: _id }: RecordRef, data: unknown): string[] {
  if (data === null) return [];
  const counted = Object.entries(anyKind(name).counts ?? {}).flatMap(([count, valueOf]) => {
    const value = valueOf(data);
    return value === null ? [] : [JSON.stringify([account, name, count, value])];
  });
  return [JSON.stringify([account, name, "", ""]), ...counted];
}

/** May be positive or negative; values that come to zero have no row. */
export const COUNT_SQL = `INSERT INTO counts (account, kind, name, value, n)
  SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 FROM json_each(?) WHERE true
  ON CONFLICT (account, kind, name, value) DO UPDATE SET n = n + excluded.n`;

const DELETE_KEY_SQL = "DELETE FROM keys WHERE space = ? AND kind = ? AND name = ? AND value = ? AND id = ?";
const INSERT_KEY_SQL = "INSERT INTO keys (space, kind, name, value, account, id) VALUES (?, ?, ?, ?, ?, ?)";

type RecordKey = [args: string[], taken?: () => Error];

/** Unique keys have a `=` before their name; the database rejects duplicates. */
export function recordKeysOf({ account, kind: name, id }: RecordRef, data: unknown): Map<string, RecordKey> {
  const keys = new Map<string, RecordKey>();
  if (data === null) return keys;
  const kind = anyKind(name);
  const put = (space: string, key: string, value: string | null, taken?: () => Error) => {
    if (value !== null)
      keys.set([space, key, value].join("\n"), [
        [space, name, key, value, account, id],
        ...(taken ? [taken] : []),
      ] as RecordKey);
  };
  for (const [key, unique] of Object.entries(kind.unique ?? {}))
    put(
      unique.within === "everywhere" ? "" : account,
      `=${key}`,
      unique.value(data),
      () => new Failure("conflict", unique.taken, {} as never, unique.field),
    );
  for (const [key, value] of Object.entries(kind.indexes ?? {})) put(account, key, value(data));
  return keys;
}

/** A record's unique keys. */
export const soleKeysOf = (owner: RecordRef, data: unknown): string[] =>
  [...recordKeysOf(owner, data)].flatMap(([key, [[, , name]]]) => (String(name).startsWith("=") ? [key] : []));
