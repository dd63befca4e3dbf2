import type { Outputs, Inputs } from "../../data/api.ts";
import { periodOf } from "../../shared/list/periodOf.ts";

export type Query = Readonly<Record<string, string>>;
export type HistoryFilter = Omit<Inputs["history"]["list"], "before" | "limit" | "zone">;
export type FilterOptions = Outputs["history"]["filters"];

/** Filters without a list of choices, by their names in the address. */
export const OTHER_PARAMS = ["cause", "id", "batch", "from", "to"] as const;
const FILTER_PARAMS = ["kind", "person", "about", "event", "log", ...OTHER_PARAMS] as const;

const EVENTS = ["created", "changed", "deleted", "restored"] as const;
const LOGS = ["activity", "both"] as const;
/** The text if it is one of the values: addresses can be typed. */
const oneOf = <T extends string>(values: readonly T[], text: string | undefined) =>
  values.find((value) => value === text);

/** Reads the filter from the address. */
export function historyFilterOf(query: Query, zone: string): HistoryFilter {
  const filter: HistoryFilter = { log: oneOf(LOGS, query["log"]) ?? "history", ...periodOf(query, zone) };
  for (const name of ["kind", "id", "person", "cause", "batch"] as const) if (query[name]) filter[name] = query[name];
  if (query["about"] === "me") filter.about = "me";
  const event = oneOf(EVENTS, query["event"]);
  if (event) filter.event = event;
  return filter;
}

export const isFiltered = (query: Query): boolean => FILTER_PARAMS.some((name) => query[name]);
/** Clears every filter when it is set as the query. */
export const NO_FILTER: Query = Object.fromEntries(FILTER_PARAMS.map((name) => [name, ""]));
