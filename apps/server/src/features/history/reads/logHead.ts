import { stmt } from "../../../store/database/port.ts";
import type { Query } from "../../../store/queries.ts";

/** The newest position in an account's log. The caller must have checked that this account may be read. */
export const findLogHead = (account: string): Query<number> => ({
  statements: () => [stmt("SELECT coalesce(max(n), 0) AS n FROM changes WHERE account = ?", account)],
  parse: ([rows]) => Number(rows![0]!.n),
});
