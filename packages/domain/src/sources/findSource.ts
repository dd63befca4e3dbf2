import { fail } from "../core/failure.ts";
import { type Message, message } from "../core/message.ts";
import { ruleMessage, testRule } from "./trackingRule.ts";
import { sourcesInOrder } from "./rules.ts";
import type { Site } from "../numbers/types.ts";
import type { SourceData } from "./schema.ts";
import { type PageAddress, parsePageAddress } from "../core/text/webAddress.ts";

interface RuleGroupResult {
  id: string;
  matched: boolean;
  rules: { text: Message; matched: boolean; observed: Message }[];
}

interface SourceStep {
  id: string;
  name: string;
  site: Site;
  /** False for offsite sources and for all after the match. */
  tested: boolean;
  matched: boolean;
  ruleGroups: RuleGroupResult[];
}

export interface SourceExplanation {
  winner: { id: string; name: string } | null;
  why: Message;
  /** All sources in order. */
  steps: SourceStep[];
}

/**
 * A visit's source: the first onsite one with a rule group whose rules all match. Throws `invalid` for an unreadable
 * address; an empty referrer is a visit without one.
 */
export function findSource(
  sources: readonly { id: string; data: SourceData }[],
  visit: { address: string; referrer: string },
): SourceExplanation {
  const { address } = visit;
  const landing = parsePageAddress(address) ?? fail("invalid", "sources.invalidAddress", { address }, "address");
  const referrer = parseReferrer(visit.referrer);
  let winner: SourceExplanation["winner"] = null;
  const steps = sourcesInOrder(sources).map(({ id, data: { name, site, ruleGroups } }): SourceStep => {
    if (winner !== null || site === "offsite") return { id, name, site, tested: false, matched: false, ruleGroups: [] };
    const results = ruleGroups.map((ruleGroup): RuleGroupResult => {
      const rules = ruleGroup.rules.map((rule) => ({
        text: ruleMessage(rule),
        ...testRule(rule, rule.subject === "landing" ? landing : referrer),
      }));
      return { id: ruleGroup.id, matched: rules.every(({ matched }) => matched), rules };
    });
    const matched = results.some((ruleGroup) => ruleGroup.matched);
    if (matched) winner = { id, name };
    return { id, name, site, tested: true, matched, ruleGroups: results };
  });
  return { winner, why: explanationMessage(winner, steps), steps };
}

/** Apps use a scheme of their own, such as `android-app://com.example`. */
function parseReferrer(address: string): PageAddress | null {
  if (address.trim() === "") return null;
  return parsePageAddress(address.trim(), "any") ?? fail("invalid", "sources.invalidReferrer", { address }, "referrer");
}

const explanationMessage = (winner: { name: string } | null, steps: readonly SourceStep[]): Message =>
  winner
    ? message("sources.matched", { name: winner.name })
    : message(steps.some(({ tested }) => tested) ? "sources.noneMatched" : "sources.noneToTest");
