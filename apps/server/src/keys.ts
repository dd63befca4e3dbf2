import { Failure } from "@callboard/domain/failure";
import { anyKind, type KindName } from "@callboard/domain/records";
import { type Stmt, stmt } from "./db.ts";

interface Owner {
  account: string;
  kind: KindName;
  id: string;
}

/**
 * The keys that a decision's records have before it and after it. All that go leave first: what one record gives up,
 * another of the same decision can take.
 */
export class Keys {
  private readonly records = new Map<string, { owner: Owner; before: unknown; after: unknown }>();

  /** Several effects on one record count as one step, from before the first to after the last. */
  moved(record: string, owner: Owner, before: unknown, after: unknown): void {
    const known = this.records.get(record);
    if (known) known.after = after;
    else this.records.set(record, { owner, before, after });
  }

  stmts(): Stmt[] {
    const gone: Stmt[] = [];
    const come: Stmt[] = [];
    for (const { owner, before, after } of this.records.values()) {
      const [old, fresh] = [keysOf(owner, before), keysOf(owner, after)];
      for (const [key, [args]] of old) if (!fresh.has(key)) gone.push(stmt(DELETE, ...args.slice(0, 4), owner.id));
      for (const [key, [args, taken]] of fresh) if (!old.has(key)) come.push({ ...stmt(INSERT, ...args), taken });
    }
    return [...gone, ...come];
  }
}

const DELETE = "DELETE FROM keys WHERE space = ? AND kind = ? AND name = ? AND value = ? AND id = ?";
const INSERT = "INSERT INTO keys (space, kind, name, value, account, id) VALUES (?, ?, ?, ?, ?, ?)";

type Key = [args: string[], taken?: () => Error];

/** Sole keys carry a `=` before their name: the database itself refuses a second one. */
function keysOf({ account, kind: name, id }: Owner, data: unknown): Map<string, Key> {
  const keys = new Map<string, Key>();
  if (data === null) return keys;
  const kind = anyKind(name);
  const put = (space: string, key: string, value: string | null, taken?: () => Error) => {
    if (value !== null)
      keys.set([space, key, value].join("\n"), [
        [space, name, key, value, account, id],
        ...(taken ? [taken] : []),
      ] as Key);
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
