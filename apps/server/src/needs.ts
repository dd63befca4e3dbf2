import { Failure, refuse } from "@callboard/domain/failure";
import { type Book, bookOwner } from "@callboard/domain/ledger";
import { type Doc, upgraded } from "@callboard/domain/record";
import { type DataOf, type KindName, kindOf } from "@callboard/domain/records";
import { ENDS, placeBehind, type Stretch, stretchStmt } from "./bookPlaces.ts";
import { type Row, single, type Stmt, stmt, stored } from "./db.ts";
import { type Scope, within } from "./scope.ts";
import { saysWhoMay } from "./sums.ts";

/** A fact that a decision asks for: how it is read, and what the rows mean. */
export interface Need<T> {
  stmts(scope: Scope): Stmt[];
  take(rows: Row[][], seen: Seen, scope: Scope): T;
}

export type Facts<N> = { [K in keyof N]: N[K] extends Need<infer T> ? T : never };
export type Needs = Record<string, Need<unknown>>;

/** What a look has seen: the documents a decision may save, and the last version of those that are gone. */
export interface Seen {
  docs: Map<string, Doc<unknown>>;
  gone: Map<string, number>;
  /** Accounts in which it was asked whether the caller may change what is handed down. */
  asked: Set<string>;
  /** The texts, as they are stored, of records that say who may do what. */
  written: Map<string, string>;
}

export const docKey = (account: string, kind: string, id: string): string => `${account}\n${kind}\n${id}`;

const COLUMNS = "account, kind, id, version, shape, data, at";

/** One record that must be there. Another tenant's is refused with the very sentence of a missing one. */
export function one<K extends KindName>(kind: K, id: string, account?: string): Need<Doc<DataOf<K>>> {
  return {
    stmts: (scope) => [recordStmt(scope, kind, id, account)],
    take: ([rows], seen, scope) =>
      rows![0]
        ? docOf<K>({ ...rows![0], ...keyOf(scope, kind, id, account) }, seen)
        : refuse("not-found", "record.gone"),
  };
}

/** One record or none, where none is made in its place. */
export function known<K extends KindName>(kind: K, id: string, account?: string): Need<Doc<DataOf<K>> | null> {
  return {
    stmts: (scope) => [recordStmt(scope, kind, id, account)],
    take: ([rows], seen, scope) =>
      rows![0] ? docOf<K>({ ...rows![0], ...keyOf(scope, kind, id, account) }, seen) : null,
  };
}

/** Several facts of one sort, in their order. */
export const each = <T>(needs: readonly Need<T>[]): Need<T[]> => ({
  stmts: (scope) => needs.flatMap((need) => need.stmts(scope)),
  take(rows, seen, scope) {
    let from = 0;
    return needs.map((need) => {
      const to = from + need.stmts(scope).length;
      const taken = need.take(rows.slice(from, to), seen, scope);
      from = to;
      return taken;
    });
  },
});

/** Several facts by name, as one. */
export function together<N extends Needs>(needs: N): Need<Facts<N>> {
  const all = each(Object.values(needs));
  return {
    stmts: all.stmts,
    take(rows, seen, scope) {
      const taken = all.take(rows, seen, scope);
      return Object.fromEntries(Object.keys(needs).map((name, at) => [name, taken[at]])) as Facts<N>;
    },
  };
}

/** Nothing to be known, where there is no record to ask for. */
export const NONE: Need<null> = { stmts: () => [], take: () => null };

/** One record or none; remembers the last version of a removed one, so that its numbers go on. */
export function maybe<K extends KindName>(kind: K, id: string, account?: string): Need<Doc<DataOf<K>> | null> {
  return {
    stmts: (scope) => [
      recordStmt(scope, kind, id, account),
      stmt(
        "SELECT account, max(version) AS version FROM changes WHERE account = ? AND kind = ? AND id = ? GROUP BY account",
        ownerOf(scope, account),
        kind,
        id,
      ),
    ],
    take: ([rows, last], seen, scope) => {
      if (rows![0]) return docOf<K>({ ...rows![0], ...keyOf(scope, kind, id, account) }, seen);
      if (last![0]) seen.gone.set(docKey(last![0].account, kind, id), last![0].version);
      return null;
    },
  };
}

/** A value of an index that a kind declares. */
export interface Index {
  name: string;
  value: string;
}

/** All records of a kind in the account, or those under a declared index. In the order of their ids. */
export function where<K extends KindName>(kind: K, index: "account" | Index, account?: string): Need<Doc<DataOf<K>>[]> {
  return {
    stmts: (scope) => [
      // The keys speak of the present only: the past is read whole.
      index === "account" || scope.asOf !== undefined
        ? allStmt(scope, kind, account)
        : indexStmt(scope, kind, index, account),
    ],
    take: ([rows], seen, scope) => {
      const docs = rows!.map((row) => docOf<K>(row, seen));
      if (index === "account" || scope.asOf === undefined) return docs;
      return docs.filter(({ data }) => kindOf(kind).indexes?.[index.name]?.(data) === index.value);
    },
  };
}

/** The record with this id in each of these accounts; where there is none it is left out. */
export function several<K extends KindName>(kind: K, id: string, accounts: readonly string[]): Need<Doc<DataOf<K>>[]> {
  return {
    stmts: (scope) => [
      listedStmt(
        scope,
        kind,
        "account",
        id,
        accounts.map((account) => ownerOf(scope, account)),
      ),
    ],
    take: ([rows], seen) => rows!.map((row) => docOf<K>({ ...row, kind, id }, seen)),
  };
}

/** The records with these ids, in their order; those that are not there are left out. */
export function these<K extends KindName>(kind: K, ids: readonly string[], account?: string): Need<Doc<DataOf<K>>[]> {
  return {
    stmts: (scope) => [listedStmt(scope, kind, "id", ownerOf(scope, account), ids)],
    take: ([rows], seen, scope) =>
      rows!.map((row) => docOf<K>({ ...row, kind, account: account ?? scope.account }, seen)),
  };
}

/** One statement however many there are: a variable for each would be too many, and a text of its own for each number. */
function listedStmt(
  scope: Scope,
  kind: KindName,
  by: "account" | "id",
  other: string,
  values: readonly string[],
): Stmt {
  const row = (table: string) =>
    `${table}.kind = ?2 AND ${by === "id" ? `${table}.account = ?1 AND ${table}.id` : `${table}.id = ?1 AND ${table}.account`} = j.value`;
  const list = JSON.stringify(values);
  if (scope.asOf === undefined)
    return stmt(
      `SELECT j.value AS ${by}, r.version, r.shape, r.data, r.at FROM json_each(?3) j
       CROSS JOIN records r ON ${row("r")} ORDER BY j.key`,
      other,
      kind,
      list,
    );
  return stmt(
    `SELECT j.value AS ${by}, c.version, c.shape, c.data, c.at FROM json_each(?3) j
     CROSS JOIN changes c ON ${row("c")} AND c.event <> 'deleted'
     AND c.version = (SELECT max(version) FROM changes d WHERE ${row("d")} AND d.at <= ?4) ORDER BY j.key`,
    other,
    kind,
    list,
    scope.asOf,
  );
}

/** Records that have the id of one of another kind under a declared index of that: the phones of some agents. Of the present. */
export const besides = <K extends KindName>(kind: K, of: KindName, index: Index): Need<Doc<DataOf<K>>[]> => ({
  stmts: (scope) => [indexStmt(scope, kind, index, undefined, of)],
  take: ([rows], seen) => rows!.map((row) => docOf<K>(row, seen)),
});

/** The same fact of another account, where the scope reaches it. */
export const inAccount = <T>(account: string, need: Need<T>): Need<T> => ({
  stmts: (scope) => need.stmts(entered(scope, account)),
  take: (rows, seen, scope) => need.take(rows, seen, entered(scope, account)),
});
const entered = (scope: Scope, account: string): Scope => within(scope, proved(scope, account), [scope.account]);

/** Between which places of each end of these books a period lies: what leaves the first, what comes into it, and so on. */
export const stretchesOf = (books: readonly Book[], from: number, to: number): Need<Stretch[]> => ({
  stmts(scope) {
    for (const name of books) proved(scope, bookOwner(name));
    return books.flatMap((name) => ENDS.map((end) => stretchStmt(end, name, from, to)));
  },
  take: (sets) =>
    sets.map((rows, at) => ({
      end: ENDS[at % ENDS.length]!,
      book: books[Math.floor(at / ENDS.length)]!,
      after: Number(rows[0]!.after),
      before: Number(rows[0]!.before),
    })),
});

/** The sum standing in a book, in micros. */
export function balance(book: Book): Need<number> {
  return {
    stmts: (scope) => {
      proved(scope, bookOwner(book));
      const { asOf } = scope;
      return ENDS.map((end) => {
        const upTo = asOf === undefined ? "" : `AND booked_at <= ?2 AND seq <= ${placeBehind(end, "?1", "?2 + 1")}`;
        const after = end === "from_book" ? "from_after" : "to_after";
        return stmt(
          `SELECT seq, ${after} AS after FROM postings WHERE ${end} = ?1 ${upTo} ORDER BY seq DESC LIMIT 1`,
          ...(asOf === undefined ? [book] : [book, asOf]),
        );
      });
    },
    take: ([out, into]) => {
      const latest = [...out!, ...into!].sort((a, b) => b.seq - a.seq)[0];
      return latest ? Number(latest.after) : 0;
    },
  };
}

/** Rows of a room's own tables. Only rooms/access and read models may name SQL. */
export const rows = <T extends Row>(...one: Parameters<typeof stmt>): Need<T[]> => ({
  stmts: () => [stmt(...one)],
  take: ([found]) => found as T[],
});

const keyOf = (scope: Scope, kind: KindName, id: string, account?: string) => ({
  account: account ?? scope.account,
  kind,
  id,
});

/** Without the columns that it is asked by: the binding makes each name and value anew for each row. */
function recordStmt(scope: Scope, kind: KindName, id: string, account?: string): Stmt {
  const owner = ownerOf(scope, account);
  if (scope.asOf === undefined)
    return single(
      "SELECT version, shape, data, at FROM records WHERE account = ? AND kind = ? AND id = ?",
      owner,
      kind,
      id,
    );
  return single(
    `SELECT version, shape, data, at FROM (SELECT version, shape, data, at, event FROM changes WHERE account = ? AND kind = ? AND id = ? AND at <= ?
     ORDER BY version DESC LIMIT 1) WHERE event <> 'deleted'`,
    owner,
    kind,
    id,
    scope.asOf,
  );
}

export function allStmt(scope: Scope, kind: KindName, account?: string): Stmt {
  const owner = ownerOf(scope, account);
  if (scope.asOf === undefined)
    return stmt(`SELECT ${COLUMNS} FROM records WHERE account = ? AND kind = ? ORDER BY id`, owner, kind);
  return stmt(
    `SELECT ${COLUMNS} FROM changes c WHERE account = ?1 AND kind = ?2 AND event <> 'deleted' AND version =
     (SELECT max(version) FROM changes WHERE account = ?1 AND kind = ?2 AND id = c.id AND at <= ?3) ORDER BY id`,
    owner,
    kind,
    scope.asOf,
  );
}

function indexStmt(scope: Scope, kind: KindName, index: Index, account?: string, of: KindName = kind): Stmt {
  if (!kindOf(of).indexes?.[index.name]) throw new Error(`${of} declares no index ${index.name}`);
  return stmt(
    `SELECT r.account, r.kind, r.id, r.version, r.shape, r.data, r.at FROM keys k
     JOIN records r ON r.account = k.account AND r.kind = ?1 AND r.id = k.id
     WHERE k.space = ?2 AND k.kind = ?3 AND k.name = ?4 AND k.value = ?5 ORDER BY r.id`,
    kind,
    ownerOf(scope, account),
    of,
    index.name,
    index.value,
  );
}

export const ownerOf = (scope: Scope, account: string | undefined): string => proved(scope, account ?? scope.account);

/** Nothing outside the proved owners is read or written, whatever a room asks for. */
export function proved(scope: Scope, account: string): string {
  if (account !== scope.account && !scope.reach.includes(account)) throw new Failure("not-found", "record.gone", {});
  return account;
}

/** The one way from what is stored to what is meant, whatever layout it was written in. */
export const dataOf = <K extends KindName>(kind: K, { shape, data }: Row): DataOf<K> =>
  upgraded(kindOf(kind), shape, stored(data));

export function docOf<K extends KindName>(row: Row, seen: Seen): Doc<DataOf<K>> {
  const { account, kind, id, version, at } = row;
  const doc = { account, kind, id, version, at, data: dataOf(kind as K, row) };
  const key = docKey(account, kind, id);
  seen.docs.set(key, doc);
  if (saysWhoMay(kind)) seen.written.set(key, row["data"]);
  return doc;
}
