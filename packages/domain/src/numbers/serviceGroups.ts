import type { Fact } from "../lifecycle/rules.ts";
import type { NumberServiceFacts, NumberKind, NumberState, NumberStateData } from "./types.ts";
import type { Instant } from "../core/time.ts";

/** Numbers with the same service state, and their count. */
export interface NumberGroup {
  facts: NumberServiceFacts;
  count: number;
}

/** Groups have no ends, so a group's end is never reached: numbers whose end has passed are listed separately. */
const NO_END = Number.MAX_SAFE_INTEGER;

/** A number's group: everything that decides its service state, without the instants. Null for a released number. */
export function serviceGroupOf({ kind, state, stopped, paused, frozen }: NumberServiceFacts): string | null {
  if (state.is === "released") return null;
  const isUsedUp = state.is === "forwarded" && state.remaining === 0;
  // Stored letters: stopped, paused, frozen (k), and prepaid minutes used up (x).
  const flags = [stopped && "s", paused && "p", frozen && "k", isUsedUp && "x"].filter(Boolean).join("");
  return `${kind} ${state.is} ${flags}`;
}

/** The earliest end of a number's states, which its group doesn't include; null if there is none. */
export function nextEndAt({ state, stopped, paused, frozen }: NumberServiceFacts): Instant | null {
  if (state.is === "released") return null;
  const ends = [stopped?.until, paused?.until, frozen?.until, "until" in state ? state.until : null];
  return ends.reduce<Instant | null>(
    (first, end) => (end != null && (first === null || end < first) ? end : first),
    null,
  );
}

/** A number as any of this group: with its kind and states, but no instants. */
export function factsOfGroup(group: string): NumberServiceFacts {
  const [kind, stateName, flags = ""] = group.split(" ") as [NumberKind, NumberState, string];
  const fact = (flag: string): Fact | null => (flags.includes(flag) ? { since: 0, by: "", until: null } : null);
  return { kind, state: stateOfGroup(stateName, flags), stopped: fact("s"), paused: fact("p"), frozen: fact("k") };
}

function stateOfGroup(is: NumberState, flags: string): NumberStateData {
  if (is === "held") return { is, since: 0, until: NO_END };
  if (is === "forwarded") return { is, since: 0, until: NO_END, to: "", remaining: flags.includes("x") ? 0 : 1 };
  return { is, since: 0 };
}

/**
 * The groups at an instant. `counts`: how many numbers each stored group has. `ended`: those of them whose stop, pause,
 * hold or other state has ended by then: each leaves its group and becomes a group of its own, with its real ends.
 */
export function separateEnded(
  counts: ReadonlyMap<string, number>,
  ended: readonly NumberServiceFacts[],
): NumberGroup[] {
  const remaining = new Map(counts);
  for (const number of ended) {
    const group = serviceGroupOf(number)!;
    remaining.set(group, remaining.get(group)! - 1);
  }
  return [
    ...[...remaining].filter(([, count]) => count > 0).map(([group, count]) => ({ facts: factsOfGroup(group), count })),
    ...ended.map((facts) => ({ facts, count: 1 })),
  ];
}

export const groupsOf = (numbers: readonly NumberServiceFacts[]): NumberGroup[] =>
  numbers.filter(({ state }) => state.is !== "released").map((facts) => ({ facts, count: 1 }));
