import { stmt } from "../db.ts";
import { type Need, ownerOf } from "../needs.ts";

/** The addresses of everybody who administers any of these accounts: to them goes what needs somebody. */
export const administrators = (accounts: readonly string[]): Need<string[]> => ({
  stmts: (scope) => [
    stmt(
      `SELECT DISTINCT p.email FROM records r JOIN people p ON p.id = r.id
       WHERE r.account IN (SELECT value FROM json_each(?)) AND r.kind = 'member'
       AND r.data ->> '$.role' IN ('administrator', 'agency administrator') ORDER BY p.email`,
      JSON.stringify(accounts.map((account) => ownerOf(scope, account))),
    ),
  ],
  take: ([rows]) => rows!.map(({ email }) => String(email)),
});
