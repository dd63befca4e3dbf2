import { isInForce, type Lifecycle } from "@callboard/domain/lifecycle/rules";
import type { Instant } from "@callboard/domain/core/time";
import { numberCounts } from "../../store/search/recordCounts.ts";
import { readPage } from "../../store/search/lists.ts";
import { findOne } from "../../store/queries.ts";
import { asOfOrNow, type Scope } from "../../store/scope.ts";
import { read } from "../../store/commit.ts";
import { accountProcedure } from "../../rpc/procedures.ts";
import { orderRows } from "../../provider-requests/orderRows.ts";
import { findResumableRun, findCurrentRun } from "../../runs/currentRun.ts";

const ORDERS_SHOWN = 20;

/** Numbers that a cancellation hasn't dealt with. `run`: the run that continues with them once it is resumed. */
interface RemainingNumbers {
  count: number;
  run: string | null;
  /**
   * The end of the undo period: from then on each number is released when its month is over, whatever its chosen
   * disposition.
   */
  until: Instant | null;
}

export const outstandingProcedures = {
  /**
   * Everything that a canceled account still has open with the carrier: orders, and numbers that nobody is working on.
   * `orders`: the first open ones. `more`: there are others. Empty if the account isn't
   * canceled.
   */
  outstanding: accountProcedure("read the status").query(async ({ ctx: { scope, context } }) => {
    const { lifecycle } = await read(scope, { lifecycle: findOne("lifecycle", scope.account) });
    if (!isInForce(lifecycle.data.canceled, asOfOrNow(scope)))
      return { orders: [], more: false, remainingNumbers: null };
    const page = await readPage(scope, "providerRequest", { by: "open", limit: ORDERS_SHOWN });
    return {
      orders: await orderRows(scope, context, page.docs),
      more: page.next !== null,
      remainingNumbers: await findRemainingNumbers(scope, lifecycle.data),
    };
  }),
};

async function findRemainingNumbers(
  scope: Scope,
  { canceled, cancellation }: Lifecycle,
): Promise<RemainingNumbers | null> {
  const { counts } = await read(scope, { counts: numberCounts(["active"]) });
  const count = counts.reduce((sum, [, n]) => sum + n, 0);
  if (count === 0 || (await findCurrentRun(scope)) !== null) return null;
  const run = await findResumableRun(
    scope,
    ({ type, input }) => type === "cancel account" && input.since === canceled!.since,
  );
  return { count, run, until: cancellation?.undoUntil ?? null };
}
