import { refuse } from "@callboard/domain/failure";
import { type Doc, upgraded } from "@callboard/domain/record";
import { type DataOf, type KindName, kindOf } from "@callboard/domain/records";
import { type Row, type Stmt, stmt, stored } from "./db.ts";
import { ownerOf, proved } from "./owners.ts";
import { allStmt, type Index, indexStmt, listedStmt, recordStmt } from "./recordStatements.ts";
import { type Scope, within } from "./scope.ts";

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
  /** The texts of records as they are stored. */
  written: Map<string, string>;
}

export const docKey = (account: string, kind: string, id: string): string => `${account}\n${kind}\n${id}`;

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

/** The one way from what is stored to what is meant, whatever layout it was written in. */
export const dataOf = <K extends KindName>(kind: K, { shape, data }: Row): DataOf<K> =>
  upgraded(kindOf(kind), shape, stored(data));

export function docOf<K extends KindName>(row: Row, seen: Seen): Doc<DataOf<K>> {
  const { account, kind, id, version, at } = row;
  const doc = { account, kind, id, version, at, data: dataOf(kind as K, row) };
  const key = docKey(account, kind, id);
  seen.docs.set(key, doc);
  seen.written.set(key, row["data"]);
  return doc;
}
