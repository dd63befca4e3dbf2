import type { Fact } from "../lifecycle/rules.ts";
import type { NumberServiceFacts } from "./serviceState.ts";
import type { Instant } from "../core/time.ts";
import type { NumberKind, NumberState } from "./types.ts";
import type { NumberData } from "./schema.ts";

/** Numbers with the same service state, and their count. */
export interface NumberGroup {
  number: NumberServiceFacts;
  count: number;
}

/** Groups don't include ends, so theirs is never reached: numbers whose end has passed are listed separately. */
const NO_END = Number.MAX_SAFE_INTEGER;

/** A number's group: everything that decides its service state, without the instants. Null for a released number. */
export function serviceGroupOf({ kind, standing, stopped, paused, parked }: NumberServiceFacts): string | null {
  if (standing.is === "released") return null;
  const spent = standing.is === "forwarded" && standing.left === 0;
  const signs = [stopped && "s", paused && "p", parked && "k", spent && "x"].filter(Boolean).join("");
  return `${kind} ${standing.is} ${signs}`;
}

/** The earliest end of a number's states, which its group doesn't include; null if there is none. */
export function nextEndAt({ standing, stopped, paused, parked }: NumberServiceFacts): Instant | null {
  if (standing.is === "released") return null;
  const ends = [stopped?.until, paused?.until, parked?.until, "until" in standing ? standing.until : null];
  return ends.reduce<Instant | null>(
    (first, end) => (end != null && (first === null || end < first) ? end : first),
    null,
  );
}

/** A number with its group's facts. */
export function numberOfGroup(group: string): NumberServiceFacts {
  const [kind, is, signs = ""] = group.split(" ") as [NumberKind, NumberState, string];
  const fact = (sign: string): Fact | null => (signs.includes(sign) ? { since: 0, by: "", until: null } : null);
  return { kind, standing: stateOfGroup(is, signs), stopped: fact("s"), paused: fact("p"), parked: fact("k") };
}

function stateOfGroup(is: NumberState, signs: string): NumberData["standing"] {
  if (is === "held") return { is, since: 0, until: NO_END };
  if (is === "forwarded") return { is, since: 0, until: NO_END, to: "", left: signs.includes("x") ? 0 : 1 };
  return { is, since: 0 };
}

/**
 * The groups at an instant: `counted` by key, without the numbers in `ended`, of which a state has ended and which are
 * listed separately.
 */
export function groupsAt(counted: ReadonlyMap<string, number>, ended: readonly NumberServiceFacts[]): NumberGroup[] {
  const left = new Map(counted);
  for (const number of ended) {
    const group = serviceGroupOf(number)!;
    left.set(group, left.get(group)! - 1);
  }
  return [
    ...[...left].filter(([, count]) => count > 0).map(([group, count]) => ({ number: numberOfGroup(group), count })),
    ...ended.map((number) => ({ number, count: 1 })),
  ];
}

export const groupsOf = (numbers: readonly NumberServiceFacts[]): NumberGroup[] =>
  numbers.filter(({ standing }) => standing.is !== "released").map((number) => ({ number, count: 1 }));
