import { stmt } from "../db.ts";
import { type Need, ownerOf } from "../needs.ts";

/** The addresses of everybody who administers any of these accounts: to them goes what needs somebody. */
export const administrators = (accounts: readonly string[]): Need<string[]> => ({
  stmts: (scope) => [
    stmt(
      `SELECT DISTINCT p.email FROM json_each(?) j CROSS JOIN keys k ON k.space = j.value AND k.kind = 'member'
       AND k.name = 'administers' AND k.value = 'yes' CROSS JOIN people p ON p.id = k.id ORDER BY p.email`,
      JSON.stringify(accounts.map((account) => ownerOf(scope, account))),
    ),
  ],
  take: ([rows]) => rows!.map(({ email }) => String(email)),
});
