import { sortableInstant } from "@callboard/domain/core/fieldSchemas";
import { type NumberGroup, separateEnded, groupsOf, factsOfGroup } from "@callboard/domain/numbers/serviceGroups";
import type { NumberState } from "@callboard/domain/numbers/types";
import { anyKind, type KindName } from "@callboard/domain/core/records";
import { type Stmt, stmt } from "../database/port.ts";
import { parseRecord, type Query } from "../queries.ts";
import { allRecordsStmt } from "../recordStatements.ts";
import { checkedAccount } from "../checkedAccount.ts";

/**
 * For the count that the kind declares as `name`: how many records have each value. `values`: only these; null for all.
 * With `asOf` it counts the records of that instant and notes them in `readRecords`.
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
        ? countStmt(checkedAccount(scope, account), kind, name, values)
        : allRecordsStmt(scope, kind, account),
    ],
    parse: ([rows], readRecords, scope) => {
      if (scope.asOf === undefined) return new Map(rows!.map(({ value, n }) => [String(value), Number(n)]));
      const counts = new Map<string, number>();
      for (const row of rows!) {
        const value = countedValueOf(kind, name)(parseRecord(row, readRecords).data);
        if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
      }
      return counts;
    },
  };
}

/** A count's value of a record. `name` "": the count of all records of the kind, whose only value is "". */
function countedValueOf(kind: KindName, name: string): (data: unknown) => string | null {
  if (name === "") return () => "";
  const valueOf = anyKind(kind).counts?.[name];
  if (!valueOf) throw new Error(`${kind} counts nothing by ${name}`);
  return valueOf;
}

/** Reads stored counts. `name` "": the count of all records of the kind. */
export function countStmt(account: string, kind: KindName, name: string, values: readonly string[] | null): Stmt {
  countedValueOf(kind, name);
  const sql = "SELECT value, n FROM record_counts WHERE account = ? AND kind = ? AND name = ?";
  return values === null
    ? stmt(sql, account, kind, name)
    : stmt(`${sql} AND value IN (SELECT value FROM json_each(?))`, account, kind, name, JSON.stringify(values));
}

/** The number of a kind's records in the account. Current records only, even with `asOf`. */
export const countRecords = (kind: KindName): Query<number> => ({
  statements: (scope) => [countStmt(checkedAccount(scope, undefined), kind, "", null)],
  parse: ([rows]) => Number(rows![0]?.n ?? 0),
});

/**
 * The account's numbers in groups with the same service state, at the scope's instant. Stored counts don't notice that
 * a stop, pause or hold has run out. Numbers with one that has are read, and each is returned as a group of one.
 */
export function serviceStateGroups(account?: string): Query<NumberGroup[]> {
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
              checkedAccount(scope, account),
              sortableInstant(scope.now),
            ),
          ]
        : []),
    ],
    parse: ([rows, ended], readRecords, scope) =>
      scope.asOf === undefined
        ? separateEnded(
            groupCounts.parse([rows!], readRecords, scope),
            ended!.map((row) => parseRecord<"number">(row, readRecords).data),
          )
        : groupsOf(rows!.map((row) => parseRecord<"number">(row, readRecords).data)),
  };
}

/** The account's numbers by group: if these counts change, a proposal that listed them is out of date. */
export type NumberCounts = [group: string, count: number][];

export const numberCounts = (states: readonly NumberState[], account?: string): Query<NumberCounts> => {
  const groupCounts = countsByValue("number", "group", null, account);
  return {
    statements: groupCounts.statements,
    parse: (rows, readRecords, scope) =>
      [...groupCounts.parse(rows, readRecords, scope)]
        .filter(([group, count]) => count > 0 && states.includes(factsOfGroup(group).state.is))
        .sort(([a], [b]) => (a < b ? -1 : 1)),
  };
};
