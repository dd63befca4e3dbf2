import type { LimitedResource } from "@callboard/domain/plans/catalogue";
import type { Outputs } from "../../data/api.ts";

export type PlanChangeView = Outputs["plans"]["overLimit"];
/** One limit of the new plan, with the account's items that count toward it. */
export type PlanLimit = PlanChangeView["limits"][number];

/** The ids to keep in use, under each limit that is exceeded. */
export type KeepChoice = Record<LimitedResource, ReadonlySet<string>>;

/** `more`: a detail that tells items of the same name apart; `required`: it always stays in use. */
export type LimitedItem = PlanLimit["items"][number];

/** By how many items the account exceeds the new plan's limit. */
export const excessCount = ({ limit, total }: PlanLimit): number => (limit === null ? 0 : Math.max(0, total - limit));
/** Whether somebody has to choose which items stay in use. */
export const needsChoice = (limit: PlanLimit): boolean => excessCount(limit) > 0;

/** The default choice: the first of the list, which starts with items in use. */
export const defaultChoice = ({ limit, items }: PlanLimit): ReadonlySet<string> =>
  new Set(items.slice(0, limit ?? items.length).map(({ id }) => id));

/** How many more items are chosen than the limit allows. */
export const surplusCount = ({ limit }: PlanLimit, keptIds: ReadonlySet<string>): number =>
  limit === null ? 0 : Math.max(0, keptIds.size - limit);
