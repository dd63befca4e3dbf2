import type { Instant } from "@callboard/domain/core/time";
import type { ItemOutcome } from "@callboard/domain/core/effect";
import { type Stmt, stmt } from "./database/port.ts";

/**
 * Writes the outcome of a run's item. If somebody settled it meanwhile, or the run moved on, the state becomes NULL;
 * the constraint rejects it, and on a remote database the decision runs again.
 */
export const settleStmt = (item: ItemOutcome, at: Instant): Stmt =>
  stmt(
    `UPDATE run_items SET state = CASE WHEN state = 'pending' AND ?4 =
       (SELECT version FROM records WHERE account = ?1 AND kind = 'run' AND id = ?2) THEN ?5 END,
     reason = ?6, at = ?7, created_record = ?8 WHERE account = ?1 AND run = ?2 AND n = ?3`,
    item.account,
    item.run,
    item.n,
    item.version,
    item.state,
    item.reason === null ? null : JSON.stringify(item.reason),
    at,
    item.made,
  );
