import type { Limited } from "@callboard/domain/plans";
import type { Answers } from "../../api.ts";

export type Beyond = Answers["lifecycle"]["beyond"];
export type Limit = Beyond["limits"][number];

/** What stays at work, by id, under each limit that leaves no room for all. */
export type Keeping = Record<Limited, ReadonlySet<string>>;

export type Choosable = Limit["items"][number];

export const beyondBy = ({ limit, total }: Limit): number => (limit === null ? 0 : Math.max(0, total - limit));
export const needsChoice = (limit: Limit): boolean => beyondBy(limit) > 0;

/** What stays where nobody has said otherwise: the first of the list, which begins with what is at work. */
export const firstChoice = ({ limit, items }: Limit): ReadonlySet<string> =>
  new Set(items.slice(0, limit ?? items.length).map(({ id }) => id));

export const tooMany = ({ limit }: Limit, kept: ReadonlySet<string>): number =>
  limit === null ? 0 : Math.max(0, kept.size - limit);
