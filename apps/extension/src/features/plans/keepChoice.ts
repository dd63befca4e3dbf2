import type { LimitedResource } from "@callboard/domain/plans/catalogue";
import type { Outputs } from "../../data/api.ts";

export type PlanChangeView = Outputs["plans"]["overLimit"];
export type PlanLimit = PlanChangeView["limits"][number];

/** What stays at work, by id, under each limit that leaves no room for all. */
export type KeepChoice = Record<LimitedResource, ReadonlySet<string>>;

export type Choosable = PlanLimit["items"][number];

export const excessCount = ({ limit, total }: PlanLimit): number => (limit === null ? 0 : Math.max(0, total - limit));
export const needsChoice = (limit: PlanLimit): boolean => excessCount(limit) > 0;

/** What stays where nobody has said otherwise: the first of the list, which begins with what is at work. */
export const defaultChoice = ({ limit, items }: PlanLimit): ReadonlySet<string> =>
  new Set(items.slice(0, limit ?? items.length).map(({ id }) => id));

export const surplusCount = ({ limit }: PlanLimit, kept: ReadonlySet<string>): number =>
  limit === null ? 0 : Math.max(0, kept.size - limit);
