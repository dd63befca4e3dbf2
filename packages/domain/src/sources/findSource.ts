import { fail } from "../core/failure.ts";
import { type Phrase, message } from "../core/message.ts";
import { ruleMessage, evaluateRule } from "./trackingRule.ts";
import { sourcesInOrder } from "./rules.ts";
import type { Site, SourceData } from "../numbers/types.ts";
import { type PageAddress, parsePageAddress } from "../core/text/webAddress.ts";

interface RuleGroupResult {
  id: string;
  matched: boolean;
  rules: { text: Phrase; held: boolean; saw: Phrase }[];
}

interface SourceStep {
  id: string;
  name: string;
  site: Site;
  /** False for offsite sources and for all after the match. */
  asked: boolean;
  matched: boolean;
  ways: RuleGroupResult[];
}

export interface SourceExplanation {
  winner: { id: string; name: string } | null;
  why: Phrase;
  /** All sources in order. */
  steps: SourceStep[];
}

/**
 * A visit's source: the first onsite one with a rule group whose rules all hold. Throws `invalid` for an unreadable
 * address; an empty referrer is a visit without one.
 */
export function findSource(
  sources: readonly { id: string; data: SourceData }[],
  visit: { address: string; referrer: string },
): SourceExplanation {
  const { address } = visit;
  const landing = parsePageAddress(address) ?? fail("invalid", "tracking.addressOdd", { address }, "address");
  const referrer = parseReferrer(visit.referrer);
  let winner: SourceExplanation["winner"] = null;
  const steps = sourcesInOrder(sources).map(({ id, data: { name, site, ways } }): SourceStep => {
    if (winner !== null || site === "offsite") return { id, name, site, asked: false, matched: false, ways: [] };
    const tried = ways.map((way): RuleGroupResult => {
      const rules = way.rules.map((rule) => ({
        text: ruleMessage(rule),
        ...evaluateRule(rule, rule.of === "landing" ? landing : referrer),
      }));
      return { id: way.id, matched: rules.every(({ held }) => held), rules };
    });
    const matched = tried.some((way) => way.matched);
    if (matched) winner = { id, name };
    return { id, name, site, asked: true, matched, ways: tried };
  });
  return { winner, why: explanationMessage(winner, steps), steps };
}

/** Apps use a scheme of their own, such as `android-app://com.example`. */
function parseReferrer(address: string): PageAddress | null {
  if (address.trim() === "") return null;
  return parsePageAddress(address.trim(), "any") ?? fail("invalid", "tracking.referrerOdd", { address }, "referrer");
}

const explanationMessage = (winner: { name: string } | null, steps: readonly SourceStep[]): Phrase =>
  winner
    ? message("tracking.won", { name: winner.name })
    : message(steps.some(({ asked }) => asked) ? "tracking.nobodyWon" : "tracking.nobodyAsked");
