import { refuse } from "./failure.ts";
import { type Phrase, phrase } from "./phrase.ts";
import { rulePhrase, tryRule } from "./sourceRule.ts";
import { inOrder } from "./sources.ts";
import type { Site, SourceData } from "./tracking.ts";
import { type Page, pageAt } from "./visits.ts";

interface TriedWay {
  id: string;
  matched: boolean;
  rules: { text: Phrase; held: boolean; saw: Phrase }[];
}

interface Step {
  id: string;
  name: string;
  site: Site;
  /** Offsite sources are never asked, nor is any after the one that won. */
  asked: boolean;
  matched: boolean;
  ways: TriedWay[];
}

export interface Explained {
  winner: { id: string; name: string } | null;
  why: Phrase;
  /** Every source, in the order of asking. */
  steps: Step[];
}

/**
 * Which source a visit comes from: the first onsite one with a way in which all rules hold. Throws `invalid` where an
 * address cannot be read; an empty referrer is a visit without one.
 */
export function whichSource(
  sources: readonly { id: string; data: SourceData }[],
  visit: { address: string; referrer: string },
): Explained {
  const { address } = visit;
  const landing = pageAt(address) ?? refuse("invalid", "tracking.addressOdd", { address }, "address");
  const referrer = referrerOf(visit.referrer);
  let winner: Explained["winner"] = null;
  const steps = inOrder(sources).map(({ id, data: { name, site, ways } }): Step => {
    if (winner !== null || site === "offsite") return { id, name, site, asked: false, matched: false, ways: [] };
    const tried = ways.map((way): TriedWay => {
      const rules = way.rules.map((rule) => ({
        text: rulePhrase(rule),
        ...tryRule(rule, rule.of === "landing" ? landing : referrer),
      }));
      return { id: way.id, matched: rules.every(({ held }) => held), rules };
    });
    const matched = tried.some((way) => way.matched);
    if (matched) winner = { id, name };
    return { id, name, site, asked: true, matched, ways: tried };
  });
  return { winner, why: whyOf(winner, steps), steps };
}

/** Apps name themselves by a scheme of their own, such as `android-app://com.example`. */
function referrerOf(address: string): Page | null {
  if (address.trim() === "") return null;
  return pageAt(address.trim(), "any") ?? refuse("invalid", "tracking.referrerOdd", { address }, "referrer");
}

const whyOf = (winner: { name: string } | null, steps: readonly Step[]): Phrase =>
  winner
    ? phrase("tracking.won", { name: winner.name })
    : phrase(steps.some(({ asked }) => asked) ? "tracking.nobodyWon" : "tracking.nobodyAsked");
