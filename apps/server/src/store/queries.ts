import { fail } from "@callboard/domain/core/failure";
import { type Doc, upgradeData } from "@callboard/domain/core/record";
import { type DataOf, type KindName, kindOf } from "@callboard/domain/core/records";
import { type Row, type Stmt, stmt, parseStored } from "./database/port.ts";
import { checkedAccount, requireRelated } from "./checkedAccount.ts";
import { allRecordsStmt, type IndexValue, indexStmt, recordsByStmt, recordStmt } from "./recordStatements.ts";
import { type Scope, scopeWithin } from "./scope.ts";

/**
 * A fact that a decision needs: how it is read, and how its rows are interpreted. `parse` also notes in `readRecords` which
 * records were read, because only those may be saved.
 */
export interface Query<T> {
  statements(scope: Scope): Stmt[];
  parse(rows: Row[][], readRecords: ReadRecords, scope: Scope): T;
}

export type Facts<N> = { [K in keyof N]: N[K] extends Query<infer T> ? T : never };
export type Queries = Record<string, Query<unknown>>;

/** The results of reading: the documents that a decision may save, and the last version of removed ones. */
export interface ReadRecords {
  docs: Map<string, Doc<unknown>>;
  removedVersions: Map<string, number>;
  /** Accounts for which the caller's right to change shared presets was checked. */
  presetAccountsChecked: Set<string>;
  /** The stored JSON texts of the records that were read. */
  storedTexts: Map<string, string>;
}

export const emptyReadRecords = (): ReadRecords => ({
  docs: new Map(),
  removedVersions: new Map(),
  presetAccountsChecked: new Set(),
  storedTexts: new Map(),
});

export const recordKey = (account: string, kind: string, id: string): string => `${account}\n${kind}\n${id}`;

/** One record that must exist. Another account's gives the same error as a missing one. */
export function findOne<K extends KindName>(kind: K, id: string, account?: string): Query<Doc<DataOf<K>>> {
  return {
    statements: (scope) => [recordStmt(scope, kind, id, account)],
    parse: ([rows], readRecords, scope) =>
      rows![0]
        ? parseRecord<K>({ ...rows![0], ...knownColumns(scope, kind, id, account) }, readRecords)
        : fail("not-found", "record.notFound"),
  };
}

/** One record, or null if there is none. To create it then, use `findOrRemoved`. */
export function findOptional<K extends KindName>(kind: K, id: string, account?: string): Query<Doc<DataOf<K>> | null> {
  return {
    statements: (scope) => [recordStmt(scope, kind, id, account)],
    parse: ([rows], readRecords, scope) =>
      rows![0] ? parseRecord<K>({ ...rows![0], ...knownColumns(scope, kind, id, account) }, readRecords) : null,
  };
}

/** Several queries of one type as one, in order. */
export const combineQueries = <T>(queries: readonly Query<T>[]): Query<T[]> => ({
  statements: (scope) => queries.flatMap((query) => query.statements(scope)),
  parse(rows, readRecords, scope) {
    let from = 0;
    return queries.map((query) => {
      const to = from + query.statements(scope).length;
      const result = query.parse(rows.slice(from, to), readRecords, scope);
      from = to;
      return result;
    });
  },
});

/** Several named queries as one. */
export function combineByName<N extends Queries>(queries: N): Query<Facts<N>> {
  const all = combineQueries(Object.values(queries));
  return {
    statements: all.statements,
    parse(rows, readRecords, scope) {
      const values = all.parse(rows, readRecords, scope);
      return Object.fromEntries(Object.keys(queries).map((name, index) => [name, values[index]])) as Facts<N>;
    },
  };
}

/** A query for nothing, where there is no record to read. */
export const NO_QUERY: Query<null> = { statements: () => [], parse: () => null };

/** One record or null, so that it can be created: versions continue from those of a removed record with this id. */
export function findOrRemoved<K extends KindName>(kind: K, id: string, account?: string): Query<Doc<DataOf<K>> | null> {
  return {
    statements: (scope) => [
      recordStmt(scope, kind, id, account),
      stmt(
        "SELECT account, max(version) AS version FROM changes WHERE account = ? AND kind = ? AND id = ? GROUP BY account",
        checkedAccount(scope, account),
        kind,
        id,
      ),
    ],
    parse: ([rows, logged], readRecords, scope) => {
      if (rows![0]) return parseRecord<K>({ ...rows![0], ...knownColumns(scope, kind, id, account) }, readRecords);
      if (logged![0]) readRecords.removedVersions.set(recordKey(logged![0].account, kind, id), logged![0].version);
      return null;
    },
  };
}

/** All records of a kind in the account, by id. */
export const findAll = <K extends KindName>(kind: K, account?: string): Query<Doc<DataOf<K>>[]> => ({
  statements: (scope) => [allRecordsStmt(scope, kind, account)],
  parse: ([rows], readRecords) => rows!.map((row) => parseRecord<K>(row, readRecords)),
});

/** The records with a value of a declared index, by id. */
export function findMany<K extends KindName>(kind: K, index: IndexValue, account?: string): Query<Doc<DataOf<K>>[]> {
  return {
    statements: (scope) => [
      // Indexes cover only the present; for the past, all records are read.
      scope.asOf !== undefined ? allRecordsStmt(scope, kind, account) : indexStmt(scope, kind, index, account),
    ],
    parse: ([rows], readRecords, scope) => {
      const docs = rows!.map((row) => parseRecord<K>(row, readRecords));
      if (scope.asOf === undefined) return docs;
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
    statements: (scope) => [
      recordsByStmt(
        scope,
        kind,
        "account",
        id,
        accounts.map((account) => checkedAccount(scope, account)),
      ),
    ],
    parse: ([rows], readRecords) => rows!.map((row) => parseRecord<K>({ ...row, kind, id }, readRecords)),
  };
}

/** The records with these ids, in that order; missing ones are left out. */
export function findByIds<K extends KindName>(
  kind: K,
  ids: readonly string[],
  account?: string,
): Query<Doc<DataOf<K>>[]> {
  return {
    statements: (scope) => [recordsByStmt(scope, kind, "id", checkedAccount(scope, account), ids)],
    parse: ([rows], readRecords, scope) =>
      rows!.map((row) => parseRecord<K>({ ...row, kind, account: account ?? scope.account }, readRecords)),
  };
}

/**
 * Records of `kind` with the ids that an index of another kind (`of`) finds, such as the phones of some agents. Reads
 * only the present.
 */
export const findRelated = <K extends KindName>(kind: K, of: KindName, index: IndexValue): Query<Doc<DataOf<K>>[]> => ({
  statements: (scope) => [indexStmt(scope, kind, index, undefined, of)],
  parse: ([rows], readRecords) => rows!.map((row) => parseRecord<K>(row, readRecords)),
});

/** The same query in another account that the scope includes. */
export const inAccount = <T>(account: string, query: Query<T>): Query<T> => ({
  statements: (scope) => query.statements(scopeInAccount(scope, account)),
  parse: (rows, readRecords, scope) => query.parse(rows, readRecords, scopeInAccount(scope, account)),
});
const scopeInAccount = (scope: Scope, account: string): Scope =>
  scopeWithin(scope, requireRelated(scope, account), [scope.account]);

/** Rows that a statement selects. A feature writes SQL only in its `reads`; lint checks it. */
export const selectRows = <T extends Row>(...args: Parameters<typeof stmt>): Query<T[]> => ({
  statements: () => [stmt(...args)],
  parse: ([rows]) => rows as T[],
});

/** The columns that `recordStmt` omits, because the query already knows them. */
const knownColumns = (scope: Scope, kind: KindName, id: string, account?: string) => ({
  account: account ?? scope.account,
  kind,
  id,
});

/** Decodes stored data, upgrading it from whatever shape it was written in. */
export const parseData = <K extends KindName>(kind: K, { shape, data }: Row): DataOf<K> =>
  upgradeData(kindOf(kind), shape, parseStored(data));

export function parseRecord<K extends KindName>(row: Row, readRecords: ReadRecords): Doc<DataOf<K>> {
  const { account, kind, id, version, at } = row;
  const doc = { account, kind, id, version, at, data: parseData(kind as K, row) };
  const key = recordKey(account, kind, id);
  readRecords.docs.set(key, doc);
  readRecords.storedTexts.set(key, row["data"]);
  return doc;
}
