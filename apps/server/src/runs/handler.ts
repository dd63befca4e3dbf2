import type { Permission } from "@callboard/domain/core/permissions";
import type { ItemResult } from "@callboard/domain/runs/rules";
import type { Facts, Queries } from "../store/queries.ts";
import type { Scope } from "../store/scope.ts";
import type { Environment } from "../store/commit.ts";
import type { NewItem } from "./items.ts";

/**
 * What a kind of run does. A new one is its name in the domain's `RUNS`, one file with such a work, and one entry in
 * `works.ts`; listing, pace, progress, pause, stop, retry, the crash in the middle and the report come with it.
 *
 * - `needs`: the facts of one item's turn. They are read in the transaction in which the item settles.
 * - `decide`: pure. Effects, or why the item is passed over. A `Failure` is the item's reason; its sentence is shown.
 *   An item is checked against its own lines here: what was so when it was listed stands in its input.
 * - `list`: where the run finds its items by itself, one page at a time from the place that the page before gave.
 */
export interface RunHandler<I = any, S = any, N extends Queries = any> {
  /** What whoever answers for the run must be allowed to do, now and at each item's turn. */
  deed: Permission;
  /** It goes on in a canceled account too: `decide` asks each time whether the account is as it must be. */
  inEveryState?: true;
  /** An account stands half done where it is stopped: what had no turn then can be taken up again, with what failed. */
  owed?: true;
  needs(item: I, shared: S, scope: Scope): N;
  decide(facts: Facts<N>, item: I, shared: S, environment: Environment, scope: Scope): ItemResult;
  /** Other accounts that an item touches: whoever listed it proved them, and `decide` asks again whether they belong. */
  reach?(item: I, shared: S): readonly string[];
  list?(scope: Scope, shared: S, place: string, from: number): Promise<{ items: NewItem[]; next: string | null }>;
}

export const defineRunHandler = <I, S, N extends Queries>(work: RunHandler<I, S, N>): RunHandler<I, S, N> => work;
