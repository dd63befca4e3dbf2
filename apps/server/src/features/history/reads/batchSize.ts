import { fail } from "@callboard/domain/core/failure";
import { may } from "@callboard/domain/core/permissions";
import { read } from "../../../store/commit.ts";
import { selectRows } from "../../../store/queries.ts";
import { findSubAccounts } from "../../../store/reads/dependents.ts";
import type { Scope } from "../../../store/scope.ts";
import { BOOKKEEPING_KINDS_SQL } from "../../../store/versions.ts";
import { hiddenUntil } from "../../../store/visibility.ts";
import { currentVisibility } from "../../../store/reads/ownVisibility.ts";

/** Throws if there is no such batch, or if part of it is no longer visible. */
export async function batchSize(scope: Scope, batch: string): Promise<BatchSize> {
  const visibility = await currentVisibility(scope);
  const { subAccounts } = may(scope.membership, "run the agency")
    ? await read(scope, { subAccounts: findSubAccounts })
    : { subAccounts: [] };
  const { groups } = await read(scope, {
    groups: selectRows<{ account: string; log: "history" | "activity"; changes: number; since: number }>(
      `SELECT account, log, count(*) AS changes, min(at) AS since FROM changes
       WHERE account IN (SELECT value FROM json_each(?)) AND batch = ? AND kind NOT IN (${BOOKKEEPING_KINDS_SQL}) GROUP BY account, log`,
      JSON.stringify([scope.account, ...subAccounts]),
      batch,
    ),
  });
  if (groups.length === 0 || groups.some(({ log, since }) => Number(since) <= hiddenUntil(visibility, log)))
    fail("not-found", "history.batchUnknown", {}, "batch");
  const size = groups.reduce((sum, { changes }) => sum + Number(changes), 0);
  return { size, accounts: [...new Set(groups.map(({ account }) => account))] };
}

/** The size of a batch and the accounts that it covers: an agency's batch may include its sub-accounts. */
export interface BatchSize {
  size: number;
  accounts: string[];
}
