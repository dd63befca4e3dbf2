import { type Message, message } from "../core/message.ts";
import type { Instant } from "../core/time.ts";
import { type AccountServiceFacts, serviceStateAt } from "../numbers/serviceState.ts";
import type { NumberServiceFacts } from "../numbers/types.ts";

/** A tracking number that may stand on a page. */
export interface SwapCandidate extends NumberServiceFacts {
  e164: string;
}

export interface SwapChoice {
  /** In E.164; null: the page's own number stays. */
  shown: string | null;
  /** Why it stays, or that the number is in service. */
  why: Message;
}

/**
 * Which of these tracking numbers stands on a page instead of `own`. `candidates`: the source's numbers whose calls go
 * where calls to `own` go. Of those in service, the one that begins most like `own` does: a toll-free number for a
 * toll-free one, the same area code if there is one.
 */
export function chooseNumber(
  account: AccountServiceFacts,
  candidates: readonly SwapCandidate[],
  own: string,
  now: Instant,
): SwapChoice {
  const ranked = candidates.toSorted((a, b) => likeness(b.e164, own) - likeness(a.e164, own) || compare(a, b));
  const states = ranked.map((candidate) => ({ candidate, service: serviceStateAt(account, candidate, now) }));
  const chosen = states.find(({ service }) => service.swaps) ?? null;
  if (chosen) return { shown: chosen.candidate.e164, why: chosen.service.why };
  return { shown: null, why: states[0]?.service.why ?? message("sources.swapNoNumber") };
}

/** How many signs two numbers have in common from the start. */
function likeness(a: string, b: string): number {
  let count = 0;
  while (count < a.length && a[count] === b[count]) count += 1;
  return count;
}

const compare = (a: SwapCandidate, b: SwapCandidate): number => (a.e164 < b.e164 ? -1 : 1);
