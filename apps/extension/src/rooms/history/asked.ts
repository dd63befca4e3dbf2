import type { Answers, Inputs } from "../../api.ts";
import { daysOf } from "../../list/daysOf.ts";

export type Query = Readonly<Record<string, string>>;
export type Asked = Omit<Inputs["history"]["list"], "before" | "limit" | "zone">;
export type Filters = Answers["history"]["filters"];

/** Filters that are no choice among a few, by their names in the address. */
export const OTHERS = ["cause", "id", "batch", "from", "to"] as const;
const NAMES = ["kind", "person", "event", "log", ...OTHERS] as const;

const EVENTS = ["created", "changed", "deleted", "restored"] as const;
const LOGS = ["activity", "both"] as const;
const oneOf = <T extends string>(all: readonly T[], text: string | undefined) => all.find((one) => one === text);

/** What an address asks. */
export function askedOf(query: Query, zone: string): Asked {
  const asked: Asked = { log: oneOf(LOGS, query["log"]) ?? "history", ...daysOf(query, zone) };
  for (const name of ["kind", "id", "person", "cause", "batch"] as const) if (query[name]) asked[name] = query[name];
  const event = oneOf(EVENTS, query["event"]);
  if (event) asked.event = event;
  return asked;
}

export const isNarrowed = (query: Query): boolean => NAMES.some((name) => query[name]);
export const NOTHING: Query = Object.fromEntries(NAMES.map((name) => [name, ""]));
