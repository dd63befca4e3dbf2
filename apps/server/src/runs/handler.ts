import type { Permission } from "@callboard/domain/core/permissions";
import type { ItemResult } from "@callboard/domain/runs/rules";
import type { Facts, Queries } from "../store/queries.ts";
import type { Scope } from "../store/scope.ts";
import type { Environment } from "../store/commit.ts";
import type { NewItem } from "./items.ts";

/**
 * Executes one type of run. A new one needs its name in the domain's `RUN_TYPES`, one file with a handler, and its line
 * in `start/registries.ts`; listing, speed, progress, pause, stop, retry, crash recovery and the report come with it.
 *
 * - `I`: an item's input. `S`: the input that all items share. `N`: the queries.
 * - `queries`: the facts for one item, read in the transaction that settles it.
 * - `decide`: pure. Effects, or why the item is skipped. A `Failure` becomes the item's reason, and its message is
 *   shown. Compares the item with its input, which has the facts from when it was listed.
 * - `list`: for runs that find their items themselves, one page at a time from the previous page's cursor.
 */
export interface RunHandler<I = any, S = any, N extends Queries = any> {
  /** The permission that the responsible person needs, now and for each item. */
  permission: Permission;
  /** Also runs in a canceled account: `decide` checks the account's state each time. */
  allowedInAnyState?: true;
  /** Stopping it leaves the account half done: unprocessed items can be resumed together with the failed ones. */
  canResumeAfterStop?: true;
  queries(item: I, shared: S, scope: Scope): N;
  decide(facts: Facts<N>, item: I, shared: S, environment: Environment, scope: Scope): ItemResult;
  /**
   * Related accounts that an item touches: checked when it was listed, and `decide` checks again that they are still
   * related.
   */
  relatedAccounts?(item: I, shared: S): readonly string[];
  list?(
    scope: Scope,
    shared: S,
    cursor: string,
    firstNumber: number,
  ): Promise<{ items: NewItem[]; next: string | null }>;
}

export const defineRunHandler = <I, S, N extends Queries>(handler: RunHandler<I, S, N>): RunHandler<I, S, N> => handler;
