import type { TableSort } from "@callboard/ui/Table";
import type { Inputs } from "../../data/api.ts";
import { numbers as texts } from "../../texts/en/numbers.ts";

export type NumbersInput = NonNullable<Inputs["numbers"]["list"]>;
type Query = Readonly<Record<string, string>>;

const oneOf = <const T extends string>(names: Record<T, string>, value: string | undefined): T | undefined =>
  value !== undefined && Object.hasOwn(names, value) ? (value as T) : undefined;

/**
 * Reads the filters from the URL. Invalid values are ignored, not rejected: URLs are typed and shared. `route` is where
 * calls go: `none`, or `queue:` or `receiver:` and an id. `flag` is stopped, paused or frozen.
 */
export function filtersOf(query: Query): Pick<NumbersInput, "search" | "state" | "kind" | "source" | "route" | "flag"> {
  const filters = {
    search: query["search"],
    state: oneOf(texts.states, query["state"]),
    kind: oneOf(texts.kinds, query["kind"]),
    source: query["source"],
    route: query["route"],
    flag: oneOf(texts.flags, query["flag"]),
  };
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value));
}

export const isFiltered = (query: Query): boolean => Object.keys(filtersOf(query)).length > 0;

/** Reads the sort from the URL. */
export const sortOf = (query: Query): TableSort => ({
  key: query["by"] === "number" ? "number" : "name",
  direction: query["down"] ? "descending" : "ascending",
});

/** The sort as the URL writes it; the default is left out. */
export const sortQuery = ({ key, direction }: TableSort): Query => ({
  by: key === "number" ? "number" : "",
  down: direction === "descending" ? "1" : "",
});
