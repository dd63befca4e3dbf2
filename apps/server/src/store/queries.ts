import { fail } from "@callboard/domain/core/failure";
import { type Doc, upgradeData } from "@callboard/domain/core/record";
import { type DataOf, type KindName, kindOf } from "@callboard/domain/core/records";
import { type Row, type Stmt, stmt, parseStored } from "./database/port.ts";
import { ownerOf, requireRelated } from "./owners.ts";
import { allRecordsStmt, type IndexValue, indexStmt, recordsByStmt, recordStmt } from "./recordStatements.ts";
import { type Scope, scopeWithin } from "./scope.ts";

/** A fact that a decision asks for: how it is read, and what the rows mean. */
export interface Query<T> {
  stmts(scope: Scope): Stmt[];
  take(rows: Row[][], seen: ReadContext, scope: Scope): T;
}

export type Facts<N> = { [K in keyof N]: N[K] extends Query<infer T> ? T : never };
export type Queries = Record<string, Query<unknown>>;

/** What a look has seen: the documents a decision may save, and the last version of those that are gone. */
export interface ReadContext {
  docs: Map<string, Doc<unknown>>;
  gone: Map<string, number>;
  /** Accounts in which it was asked whether the caller may change what is handed down. */
  asked: Set<string>;
  /** The texts of records as they are stored. */
  written: Map<string, string>;
}

export const recordKey = (account: string, kind: string, id: string): string => `${account}\n${kind}\n${id}`;

/** One record that must be there. Another tenant's is refused with the very sentence of a missing one. */
export function findOne<K extends KindName>(kind: K, id: string, account?: string): Query<Doc<DataOf<K>>> {
  return {
    stmts: (scope) => [recordStmt(scope, kind, id, account)],
    take: ([rows], seen, scope) =>
      rows![0]
        ? parseRecord<K>({ ...rows![0], ...refOf(scope, kind, id, account) }, seen)
        : fail("not-found", "record.gone"),
  };
}

/** One record or none, where none is made in its place. */
export function findOptional<K extends KindName>(kind: K, id: string, account?: string): Query<Doc<DataOf<K>> | null> {
  return {
    stmts: (scope) => [recordStmt(scope, kind, id, account)],
    take: ([rows], seen, scope) =>
      rows![0] ? parseRecord<K>({ ...rows![0], ...refOf(scope, kind, id, account) }, seen) : null,
  };
}

/** Several facts of one sort, in their order. */
export const combineQueries = <T>(needs: readonly Query<T>[]): Query<T[]> => ({
  stmts: (scope) => needs.flatMap((query) => query.stmts(scope)),
  take(rows, seen, scope) {
    let from = 0;
    return needs.map((query) => {
      const to = from + query.stmts(scope).length;
      const taken = query.take(rows.slice(from, to), seen, scope);
      from = to;
      return taken;
    });
  },
});

/** Several facts by name, as one. */
export function combineByName<N extends Queries>(needs: N): Query<Facts<N>> {
  const all = combineQueries(Object.values(needs));
  return {
    stmts: all.stmts,
    take(rows, seen, scope) {
      const taken = all.take(rows, seen, scope);
      return Object.fromEntries(Object.keys(needs).map((name, at) => [name, taken[at]])) as Facts<N>;
    },
  };
}

/** Nothing to be known, where there is no record to ask for. */
export const NO_QUERY: Query<null> = { stmts: () => [], take: () => null };

/** One record or none; remembers the last version of a removed one, so that its numbers go on. */
export function findOrRemoved<K extends KindName>(kind: K, id: string, account?: string): Query<Doc<DataOf<K>> | null> {
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
      if (rows![0]) return parseRecord<K>({ ...rows![0], ...refOf(scope, kind, id, account) }, seen);
      if (last![0]) seen.gone.set(recordKey(last![0].account, kind, id), last![0].version);
      return null;
    },
  };
}

/** All records of a kind in the account, or those under a declared index. In the order of their ids. */
export function findMany<K extends KindName>(
  kind: K,
  index: "account" | IndexValue,
  account?: string,
): Query<Doc<DataOf<K>>[]> {
  return {
    stmts: (scope) => [
      // The keys speak of the present only: the past is read whole.
      index === "account" || scope.asOf !== undefined
        ? allRecordsStmt(scope, kind, account)
        : indexStmt(scope, kind, index, account),
    ],
    take: ([rows], seen, scope) => {
      const docs = rows!.map((row) => parseRecord<K>(row, seen));
      if (index === "account" || scope.asOf === undefined) return docs;
      return docs.filter(({ data }) => kindOf(kind).indexes?.[index.name]?.(data) === index.value);
    },
  };
}

/** The record with this id in each of these accounts; where there is none it is left out. */
export function findInAccounts<K extends KindName>(
  kind: K,
  id: string,
  accounts: readonly string[],
): Query<Doc<DataOf<K>>[]> {
  return {
    stmts: (scope) => [
      recordsByStmt(
        scope,
        kind,
        "account",
        id,
        accounts.map((account) => ownerOf(scope, account)),
      ),
    ],
    take: ([rows], seen) => rows!.map((row) => parseRecord<K>({ ...row, kind, id }, seen)),
  };
}

/** The records with these ids, in their order; those that are not there are left out. */
export function findByIds<K extends KindName>(
  kind: K,
  ids: readonly string[],
  account?: string,
): Query<Doc<DataOf<K>>[]> {
  return {
    stmts: (scope) => [recordsByStmt(scope, kind, "id", ownerOf(scope, account), ids)],
    take: ([rows], seen, scope) =>
      rows!.map((row) => parseRecord<K>({ ...row, kind, account: account ?? scope.account }, seen)),
  };
}

/** Records that have the id of one of another kind under a declared index of that: the phones of some agents. Of the present. */
export const findRelated = <K extends KindName>(kind: K, of: KindName, index: IndexValue): Query<Doc<DataOf<K>>[]> => ({
  stmts: (scope) => [indexStmt(scope, kind, index, undefined, of)],
  take: ([rows], seen) => rows!.map((row) => parseRecord<K>(row, seen)),
});

/** The same fact of another account, where the scope reaches it. */
export const inAccount = <T>(account: string, query: Query<T>): Query<T> => ({
  stmts: (scope) => query.stmts(scopeInAccount(scope, account)),
  take: (rows, seen, scope) => query.take(rows, seen, scopeInAccount(scope, account)),
});
const scopeInAccount = (scope: Scope, account: string): Scope =>
  scopeWithin(scope, requireRelated(scope, account), [scope.account]);

/** Rows of a room's own tables. Only rooms/access and read models may name SQL. */
export const selectRows = <T extends Row>(...one: Parameters<typeof stmt>): Query<T[]> => ({
  stmts: () => [stmt(...one)],
  take: ([found]) => found as T[],
});

const refOf = (scope: Scope, kind: KindName, id: string, account?: string) => ({
  account: account ?? scope.account,
  kind,
  id,
});

/** The one way from what is stored to what is meant, whatever layout it was written in. */
export const parseData = <K extends KindName>(kind: K, { shape, data }: Row): DataOf<K> =>
  upgradeData(kindOf(kind), shape, parseStored(data));

export function parseRecord<K extends KindName>(row: Row, seen: ReadContext): Doc<DataOf<K>> {
  const { account, kind, id, version, at } = row;
  const doc = { account, kind, id, version, at, data: parseData(kind as K, row) };
  const key = recordKey(account, kind, id);
  seen.docs.set(key, doc);
  seen.written.set(key, row["data"]);
  return doc;
}
