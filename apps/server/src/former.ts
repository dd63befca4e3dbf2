import type { Former } from "@callboard/domain/former";
import { sameValue } from "@callboard/domain/history";
import { type Kind, upgraded } from "@callboard/domain/record";
import { anyKind, type KindName } from "@callboard/domain/records";
import { type Stmt, stmt } from "./db.ts";
import { type Need, ownerOf } from "./needs.ts";

type Values = Record<string, unknown>;
interface Saved {
  account: string;
  kind: KindName;
  id: string;
}

// Where clocks differ a value never ends before the one that it followed.
const KEEP = `INSERT INTO former_values (account, kind, id, until, shape, data)
  SELECT ?1, ?2, ?3, max(?4, coalesce((SELECT max(until) FROM former_values WHERE account = ?1 AND kind = ?2 AND id = ?3), 0)), ?5, ?6
  WHERE true ON CONFLICT DO NOTHING`;

/** Keeps what lasts of a record that is saved, where that changes. */
export function formerStmts(
  { account, kind: name, id }: Saved,
  kind: Kind,
  was: object,
  is: object,
  until: number,
): Stmt[] {
  const [before, after] = [was as Values, is as Values];
  if (!kind.lasting?.some((field) => !sameValue(before[field], after[field]))) return [];
  const values = Object.fromEntries(kind.lasting.map((field) => [field, before[field]]));
  return [stmt(KEEP, account, name, id, until, kind.shape, JSON.stringify(values))];
}

/** What lasts of a record's former values, those that held after `since`. */
export const former = <T>(kind: KindName, id: string, since: number, account?: string): Need<Former<T>[]> => ({
  stmts: (scope) => [
    stmt(
      "SELECT until, shape, data FROM former_values WHERE account = ? AND kind = ? AND id = ? AND until > ? ORDER BY until",
      ownerOf(scope, account),
      kind,
      id,
      since,
    ),
  ],
  take: ([found]) =>
    found!.map(({ until, shape, data }) => ({
      until: Number(until),
      data: upgraded<T>(anyKind(kind), Number(shape), JSON.parse(data)),
    })),
});
