import { fail } from "@callboard/domain/core/failure";
import { type Doc, upgradeData } from "@callboard/domain/core/record";
import { type DataOf, type KindName, kindOf } from "@callboard/domain/core/records";
import { type Row, type Stmt, stmt, parseStored } from "./database/port.ts";
import { ownerOf, requireRelated } from "./owners.ts";
import { allRecordsStmt, type IndexValue, indexStmt, recordsByStmt, recordStmt } from "./recordStatements.ts";
import { type Scope, scopeWithin } from "./scope.ts";

/** A fact that a decision needs: how it is read, and how its rows are interpreted. */
export interface Query<T> {
  stmts(scope: Scope): Stmt[];
  take(rows: Row[][], seen: ReadContext, scope: Scope): T;
}

export type Facts<N> = { [K in keyof N]: N[K] extends Query<infer T> ? T : never };
export type Queries = Record<string, Query<unknown>>;

/** The results of reading: the documents that a decision may save, and the last version of removed ones. */
export interface ReadContext {
  docs: Map<string, Doc<unknown>>;
  gone: Map<string, number>;
  /** Accounts for which the caller's right to change shared presets was checked. */
  asked: Set<string>;
  /** Records' stored JSON texts. */
  written: Map<string, string>;
}

export const recordKey = (account: string, kind: string, id: string): string => `${account}\n${kind}\n${id}`;

/** One record that must exist. Another tenant's gives the same error as a missing one. */
export function findOne<K extends KindName>(kind: K, id: string, account?: string): Query<Doc<DataOf<K>>> {
  return {
    stmts: (scope) => [recordStmt(scope, kind, id, account)],
    take: ([rows], seen, scope) =>
      rows![0]
        ? parseRecord<K>({ ...rows![0], ...refOf(scope, kind, id, account) }, seen)
        : fail("not-found", "record.gone"),
  };
}

/** One record or null, where a missing one isn't created. */
export function findOptional<K extends KindName>(kind: K, id: string, account?: string): Query<Doc<DataOf<K>> | null> {
  return {
    stmts: (scope) => [recordStmt(scope, kind, id, account)],
    take: ([rows], seen, scope) =>
      rows![0] ? parseRecord<K>({ ...rows![0], ...refOf(scope, kind, id, account) }, seen) : null,
  };
}

/** Several queries of one type as one, in order. */
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

/** Several named queries as one. */
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

/** A query for nothing, where there is no record to read. */
export const NO_QUERY: Query<null> = { stmts: () => [], take: () => null };

/** One record or null; remembers the last version of a removed one, so that numbering continues. */
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

/** All records of a kind in the account, or those with a value of a declared index, by id. */
export function findMany<K extends KindName>(
  kind: K,
  index: "account" | IndexValue,
  account?: string,
): Query<Doc<DataOf<K>>[]> {
  return {
    stmts: (scope) => [
      // Indexes cover only the present; for the past, all records are read.
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

/** The record with this id in each of these accounts; missing ones are left out. */
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

/** The records with these ids, in that order; missing ones are left out. */
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

/**
 * Records with the same ids as those found in another kind's index, such as the phones of some agents. Present only.
 */
export const findRelated = <K extends KindName>(kind: K, of: KindName, index: IndexValue): Query<Doc<DataOf<K>>[]> => ({
  stmts: (scope) => [indexStmt(scope, kind, index, undefined, of)],
  take: ([rows], seen) => rows!.map((row) => parseRecord<K>(row, seen)),
});

/** The same query in another account that the scope includes. */
export const inAccount = <T>(account: string, query: Query<T>): Query<T> => ({
  stmts: (scope) => query.stmts(scopeInAccount(scope, account)),
  take: (rows, seen, scope) => query.take(rows, seen, scopeInAccount(scope, account)),
});
const scopeInAccount = (scope: Scope, account: string): Scope =>
  scopeWithin(scope, requireRelated(scope, account), [scope.account]);

/** Rows of a feature's own tables. Only `auth` and read models may use SQL. */
export const selectRows = <T extends Row>(...one: Parameters<typeof stmt>): Query<T[]> => ({
  stmts: () => [stmt(...one)],
  take: ([found]) => found as T[],
});

const refOf = (scope: Scope, kind: KindName, id: string, account?: string) => ({
  account: account ?? scope.account,
  kind,
  id,
});

/** Decodes stored data, upgrading it from whatever shape it was written in. */
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
