import { ordered } from "@callboard/domain/fields.schema";
import { type NumberGroup, groupsAt, groupsOf, numberOf } from "@callboard/domain/numberGroups";
import type { NumberState } from "@callboard/domain/tracking";
import { anyKind, type KindName } from "@callboard/domain/records";
import { type Stmt, stmt } from "./db.ts";
import { docOf, type Need } from "./needs.ts";
import { allStmt } from "./recordStatements.ts";
import { ownerOf } from "./owners.ts";

/** How many records stand under each of these values that their kind counts; without a list under all there are. */
export function countsOf(
  kind: KindName,
  name: string,
  values: readonly string[] | null = null,
  account?: string,
): Need<Map<string, number>> {
  return {
    stmts: (scope) => [
      scope.asOf === undefined ? countStmt(ownerOf(scope, account), kind, name, values) : allStmt(scope, kind, account),
    ],
    take: ([rows], seen, scope) => {
      if (scope.asOf === undefined) return new Map(rows!.map(({ value, n }) => [String(value), Number(n)]));
      const then = new Map<string, number>();
      for (const row of rows!) {
        const value = anyKind(kind).counts![name]!(docOf(row, seen).data);
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

/** How many records of a kind the account has. */
export const countOf = (kind: KindName): Need<number> => ({
  stmts: (scope) => [countStmt(ownerOf(scope, undefined), kind, "", null)],
  take: ([rows]) => Number(rows![0]?.n ?? 0),
});

/** The numbers of an account in groups of those that are served alike, as they are at the instant that is looked at. */
export function servedNumbers(account?: string): Need<NumberGroup[]> {
  const counted = countsOf("number", "group", null, account);
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
              ordered(scope.now),
            ),
          ]
        : []),
    ],
    take: ([rows, ended], seen, scope) =>
      scope.asOf === undefined
        ? groupsAt(
            counted.take([rows!], seen, scope),
            ended!.map((row) => docOf<"number">(row, seen).data),
          )
        : groupsOf(rows!.map((row) => docOf<"number">(row, seen).data)),
  };
}

/** The first few ids of a kind's records. Of the present. */
export const firstIds = (kind: KindName, few: number): Need<string[]> => ({
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

/** How many numbers an account has of each sort: others than when they were listed make a proposal stale. */
export type Sorts = [sort: string, count: number][];

export const numberSorts = (states: readonly NumberState[], account?: string): Need<Sorts> => {
  const counted = countsOf("number", "group", null, account);
  return {
    stmts: counted.stmts,
    take: (rows, seen, scope) =>
      [...counted.take(rows, seen, scope)]
        .filter(([sort, count]) => count > 0 && states.includes(numberOf(sort).standing.is))
        .sort(([a], [b]) => (a < b ? -1 : 1)),
  };
};
