import type { AccountData } from "@callboard/domain/account";
import type { Former } from "@callboard/domain/former";
import { sameValue } from "@callboard/domain/history";
import type { Priced } from "@callboard/domain/plans";
import { type Kind, upgraded } from "@callboard/domain/record";
import { anyKind, type KindName } from "@callboard/domain/records";
import { type Stmt, stmt } from "./db.ts";
import { type Need, ownerOf } from "./needs.ts";
import type { Scope } from "./scope.ts";

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

/** What an account was, as far as that goes on counting: its zone, and who paid for it. */
export type Ruled = Pick<AccountData, "zone" | "balanceFrom" | "agency">;
interface Lasting {
  account: Ruled;
  terms: Priced;
}

/** What lasts of the former values of an account's settings or terms, those that held after `since`. */
export const former = <K extends keyof Lasting>(
  kind: K,
  since: (scope: Scope) => number,
  account?: string,
): Need<Former<Lasting[K]>[]> => ({
  stmts: (scope) => {
    const id = ownerOf(scope, account);
    return [stmt(FORMER, id, kind, id, since(scope))];
  },
  take: ([found]) =>
    found!.map(({ until, shape, data }) => ({
      until: Number(until),
      data: upgraded<Lasting[K]>(anyKind(kind), Number(shape), JSON.parse(data)),
    })),
});
const FORMER =
  "SELECT until, shape, data FROM former_values WHERE account = ? AND kind = ? AND id = ? AND until > ? ORDER BY until";
