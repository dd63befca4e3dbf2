import type { SourceRule, SourceWay } from "@callboard/domain/sources.schema";
import { sources } from "../texts/en/sources.ts";
import { say } from "../texts/say.ts";

const texts = sources.form;

/** “Referrer host is google.com”, “Landing page parameter utm_source is not brand”. */
export function ruleInWords({ of, test, name, value, not }: SourceRule): string {
  const verb = texts.verbs[test][not ? "no" : "yes"];
  return [texts.subjects[of], texts.tests[test], ...(test === "parameter" ? [name] : []), verb, value].join(" ");
}

const wayInWords = ({ rules }: SourceWay): string => rules.map(ruleInWords).join(` ${sources.and} `);

/** The first way, how many others there are, and all of it for those who point at it. */
export function waysInShort(ways: readonly SourceWay[]): { first: string; more: string | null; whole: string } {
  const others = ways.length - 1;
  const more = others === 1 ? sources.moreWaysOne : say(sources.moreWays, { count: others });
  return {
    first: ways[0] ? wayInWords(ways[0]) : "",
    more: others > 0 ? more : null,
    whole: ways.map(wayInWords).join(`\n${sources.or} `),
  };
}
