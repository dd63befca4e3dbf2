import { ENTRY_TYPES } from "@callboard/domain/ledger";
import type { Inputs } from "../../api.ts";
import { daysOf } from "../../list/daysOf.ts";

export type EntriesAsked = Omit<Inputs["balance"]["entries"], "before" | "limit" | "zone">;

export const OTHERS = ["search", "from", "to"] as const;
const NAMES = ["type", ...OTHERS] as const;

/** What an address asks of the entries. */
export function entriesAskedOf(query: Readonly<Record<string, string>>, zone: string): EntriesAsked {
  const type = ENTRY_TYPES.find((one) => one === query["type"]);
  return {
    ...daysOf(query, zone),
    ...(type ? { types: [type] } : {}),
    ...(query["search"] ? { search: query["search"] } : {}),
  };
}

export const isNarrowed = (query: Readonly<Record<string, string>>): boolean => NAMES.some((name) => query[name]);
export const NOTHING = Object.fromEntries(NAMES.map((name) => [name, ""]));
