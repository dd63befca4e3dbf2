import { ENTRY_TYPES } from "@callboard/domain/core/ledger";
import type { Inputs } from "../../data/api.ts";
import { periodOf } from "../../shared/list/periodOf.ts";

export type EntriesFilter = Omit<Inputs["balance"]["entries"], "before" | "limit" | "zone">;

/** Filters without a list of choices, by their names in the address. */
export const OTHER_PARAMS = ["search", "from", "to"] as const;
const FILTER_PARAMS = ["type", ...OTHER_PARAMS] as const;

/** Reads the filter of the entries from the address. */
export function entriesFilterOf(query: Readonly<Record<string, string>>, zone: string): EntriesFilter {
  const type = ENTRY_TYPES.find((name) => name === query["type"]);
  return {
    ...periodOf(query, zone),
    ...(type ? { types: [type] } : {}),
    ...(query["search"] ? { search: query["search"] } : {}),
  };
}

export const isFiltered = (query: Readonly<Record<string, string>>): boolean =>
  FILTER_PARAMS.some((name) => query[name]);
/** Clears every filter when it is set as the query. */
export const NO_FILTER = Object.fromEntries(FILTER_PARAMS.map((name) => [name, ""]));
