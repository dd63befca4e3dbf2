import { sortableInstant } from "@callboard/domain/core/fieldSchemas";
import { type NumberGroup, groupsAt, groupsOf, numberOfGroup } from "@callboard/domain/numbers/serviceGroups";
import type { NumberState } from "@callboard/domain/numbers/types";
import { anyKind, type KindName } from "@callboard/domain/core/records";
import { type Stmt, stmt } from "../database/port.ts";
import { parseRecord, type Query } from "../queries.ts";
import { allRecordsStmt } from "../recordStatements.ts";
import { ownerOf } from "../owners.ts";

/** The number of records for each of these values of a declared count; without a list of values, for all that exist. */
export function countsByValue(
  kind: KindName,
  name: string,
  values: readonly string[] | null = null,
  account?: string,
): Query<Map<string, number>> {
  return {
    stmts: (scope) => [
      scope.asOf === undefined
        ? countStmt(ownerOf(scope, account), kind, name, values)
        : allRecordsStmt(scope, kind, account),
    ],
    take: ([rows], seen, scope) => {
      if (scope.asOf === undefined) return new Map(rows!.map(({ value, n }) => [String(value), Number(n)]));
      const then = new Map<string, number>();
      for (const row of rows!) {
        const value = anyKind(kind).counts![name]!(parseRecord(row, seen).data);
        if (value !== null) then.set(value, (then.get(value) ?? 0) + 1);
      }
      return then;
    },
  };
}

export function countStmt(account: string, kind: KindName, name: string, values: readonly string[] | null): Stmt {
  if (name !== "" && !anyKind(kind).counts?.[name]) throw new Error(`${kind} counts nothing by ${name}`);
  const all = "SELECT value, n FROM counts WHERE account = ? AND kind = ? AND name = ?";
  return values === null
    ? stmt(all, account, kind, name)
    : stmt(`${all} AND value IN (SELECT value FROM json_each(?))`, account, kind, name, JSON.stringify(values));
}

/** The number of a kind's records in the account. */
export const countRecords = (kind: KindName): Query<number> => ({
  stmts: (scope) => [countStmt(ownerOf(scope, undefined), kind, "", null)],
  take: ([rows]) => Number(rows![0]?.n ?? 0),
});

/** The account's numbers in groups with the same service state, at the scope's instant. */
export function servedNumberGroups(account?: string): Query<NumberGroup[]> {
  const counted = countsByValue("number", "group", null, account);
  return {
    stmts: (scope) => [
      ...counted.stmts(scope),
      ...(scope.asOf === undefined
        ? [
            stmt(
              `SELECT r.account, r.kind, r.id, r.version, r.shape, r.data, r.at FROM keys k
               JOIN records r ON r.account = k.account AND r.kind = k.kind AND r.id = k.id
               WHERE k.space = ? AND k.kind = 'number' AND k.name = 'ends' AND k.value <= ?`,
              ownerOf(scope, account),
              sortableInstant(scope.now),
            ),
          ]
        : []),
    ],
    take: ([rows, ended], seen, scope) =>
      scope.asOf === undefined
        ? groupsAt(
            counted.take([rows!], seen, scope),
            ended!.map((row) => parseRecord<"number">(row, seen).data),
          )
        : groupsOf(rows!.map((row) => parseRecord<"number">(row, seen).data)),
  };
}

/** The first few ids of a kind's records. Present only. */
export const firstIds = (kind: KindName, few: number): Query<string[]> => ({
  stmts: (scope) => [
    stmt(
      "SELECT id FROM records WHERE account = ? AND kind = ? ORDER BY id LIMIT ?",
      ownerOf(scope, undefined),
      kind,
      few,
    ),
  ],
  take: ([rows]) => rows!.map(({ id }) => String(id)),
});

/** The account's numbers by sort: if these counts change, a proposal that listed them is out of date. */
export type NumberCounts = [sort: string, count: number][];

export const numberCounts = (states: readonly NumberState[], account?: string): Query<NumberCounts> => {
  const counted = countsByValue("number", "group", null, account);
  return {
    stmts: counted.stmts,
    take: (rows, seen, scope) =>
      [...counted.take(rows, seen, scope)]
        .filter(([sort, count]) => count > 0 && states.includes(numberOfGroup(sort).standing.is))
        .sort(([a], [b]) => (a < b ? -1 : 1)),
  };
};
