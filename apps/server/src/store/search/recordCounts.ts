import { sortableInstant } from "@callboard/domain/core/fieldSchemas";
import { type NumberGroup, separateEnded, groupsOf, sampleNumberOf } from "@callboard/domain/numbers/serviceGroups";
import type { NumberState } from "@callboard/domain/numbers/types";
import { anyKind, type KindName } from "@callboard/domain/core/records";
import { type Stmt, stmt } from "../database/port.ts";
import { parseRecord, type Query } from "../queries.ts";
import { allRecordsStmt } from "../recordStatements.ts";
import { ownerOf } from "../owners.ts";

/**
 * How many of the kind's records have each value of the count `name`, which the kind declares. `values`: only these;
 * null for all. With `asOf` it counts the records of that instant, which are noted in `seen` as records that were read.
 */
export function countsByValue(
  kind: KindName,
  name: string,
  values: readonly string[] | null = null,
  account?: string,
): Query<Map<string, number>> {
  return {
    statements: (scope) => [
      scope.asOf === undefined
        ? countStmt(ownerOf(scope, account), kind, name, values)
        : allRecordsStmt(scope, kind, account),
    ],
    parse: ([rows], seen, scope) => {
      if (scope.asOf === undefined) return new Map(rows!.map(({ value, n }) => [String(value), Number(n)]));
      const counts = new Map<string, number>();
      for (const row of rows!) {
        const value = anyKind(kind).counts![name]!(parseRecord(row, seen).data);
        if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
      }
      return counts;
    },
  };
}

/** Reads stored counts. `name` "": the count of all records of the kind. */
export function countStmt(account: string, kind: KindName, name: string, values: readonly string[] | null): Stmt {
  if (name !== "" && !anyKind(kind).counts?.[name]) throw new Error(`${kind} counts nothing by ${name}`);
  const sql = "SELECT value, n FROM record_counts WHERE account = ? AND kind = ? AND name = ?";
  return values === null
    ? stmt(sql, account, kind, name)
    : stmt(`${sql} AND value IN (SELECT value FROM json_each(?))`, account, kind, name, JSON.stringify(values));
}

/** The number of a kind's records in the account. Current records only, even with `asOf`. */
export const countRecords = (kind: KindName): Query<number> => ({
  statements: (scope) => [countStmt(ownerOf(scope, undefined), kind, "", null)],
  parse: ([rows]) => Number(rows![0]?.n ?? 0),
});

/**
 * The account's numbers in groups with the same service state, at the scope's instant. Stored counts miss what time
 * alone has ended since, so the numbers with such a state are read too, and each becomes a group of its own.
 */
export function servedNumberGroups(account?: string): Query<NumberGroup[]> {
  const groupCounts = countsByValue("number", "group", null, account);
  return {
    statements: (scope) => [
      ...groupCounts.statements(scope),
      ...(scope.asOf === undefined
        ? [
            // `space`: the account itself for all keys but those that are unique across accounts.
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
    parse: ([rows, ended], seen, scope) =>
      scope.asOf === undefined
        ? separateEnded(
            groupCounts.parse([rows!], seen, scope),
            ended!.map((row) => parseRecord<"number">(row, seen).data),
          )
        : groupsOf(rows!.map((row) => parseRecord<"number">(row, seen).data)),
  };
}

/** The first few ids of a kind's records. Current records only, even with `asOf`. */
export const firstIds = (kind: KindName, limit: number): Query<string[]> => ({
  statements: (scope) => [
    stmt(
      "SELECT id FROM records WHERE account = ? AND kind = ? ORDER BY id LIMIT ?",
      ownerOf(scope, undefined),
      kind,
      limit,
    ),
  ],
  parse: ([rows]) => rows!.map(({ id }) => String(id)),
});

/** The account's numbers by group: if these counts change, a proposal that listed them is out of date. */
export type NumberCounts = [group: string, count: number][];

export const numberCounts = (states: readonly NumberState[], account?: string): Query<NumberCounts> => {
  const groupCounts = countsByValue("number", "group", null, account);
  return {
    statements: groupCounts.statements,
    parse: (rows, seen, scope) =>
      [...groupCounts.parse(rows, seen, scope)]
        .filter(([group, count]) => count > 0 && states.includes(sampleNumberOf(group).state.is))
        .sort(([a], [b]) => (a < b ? -1 : 1)),
  };
};
