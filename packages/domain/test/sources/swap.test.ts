import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { en } from "../../src/core/messages/en.ts";
import { render } from "../../src/core/message.ts";
import { type Fact, type Lifecycle, RUNNING } from "../../src/lifecycle/rules.ts";
import { type AccountServiceFacts, serviceStateAt } from "../../src/numbers/serviceState.ts";
import { NUMBER_STATES } from "../../src/numbers/types.ts";
import type { NumberData } from "../../src/numbers/schema.ts";
import { chooseNumber } from "../../src/sources/swap.ts";
import { numberData } from "../support/routing.ts";
import { minutes, NOON } from "../support/samples.ts";

const OWN = "+15125550100";
const since = (until: number | null = null): Fact => ({ since: 0, by: "dana", until });
const PAST = since(NOON);
const LASTS = since(minutes(1));

const account = (lifecycle: Partial<Lifecycle> = {}, balanceMicros = 0): AccountServiceFacts => ({
  lifecycle: { ...RUNNING, ...lifecycle },
  balanceMicros,
  frozenConnects: true,
});
const shown = (facts: AccountServiceFacts, ...numbers: Partial<NumberData>[]) =>
  chooseNumber(facts, numbers.map(numberData), OWN, NOON);
const sentence = (facts: AccountServiceFacts, ...numbers: Partial<NumberData>[]) =>
  render(en, shown(facts, ...numbers).why, { zone: "UTC", language: "en" });

describe("whether a source's number stands on the page", () => {
  test.each<[what: string, account: AccountServiceFacts, stands: boolean]>([
    ["active", account(), true],
    ["a balance of exactly 0.00", account({}, 0), true],
    ["a balance a millionth below", account({}, -1), false],
    ["stopped", account({ stopped: since() }), false],
    ["stopped until later", account({ stopped: LASTS }), false],
    ["stopped until just now", account({ stopped: PAST }), true],
    ["paused", account({ paused: since() }), false],
    ["paused until later", account({ paused: LASTS }), false],
    ["paused until just now", account({ paused: PAST }), true],
    ["paused until just now, and stopped", account({ paused: PAST, stopped: since() }), false],
    ["canceled", account({ canceled: since() }), false],
    ["canceled and in debt", account({ canceled: since() }, -1), false],
  ])("by the account: %s", (_what, facts, stands) => {
    expect(shown(facts, {}).shown).toBe(stands ? numberData().e164 : null);
  });

  test.each<[what: string, number: Partial<NumberData>, stands: boolean]>([
    ["active", {}, true],
    ["stopped", { stopped: since() }, false],
    ["stopped until later", { stopped: LASTS }, false],
    ["stopped until just now", { stopped: PAST }, true],
    ["paused", { paused: since() }, false],
    ["paused until later", { paused: LASTS }, false],
    ["paused until just now", { paused: PAST }, true],
    ["frozen, although calls connect", { frozen: since() }, false],
    ["porting", { state: { is: "porting", since: 0 } }, true],
    ["porting and paused", { state: { is: "porting", since: 0 }, paused: since() }, false],
    ["held", { state: { is: "held", since: 0, until: minutes(1) } }, false],
    ["held until just now", { state: { is: "held", since: 0, until: NOON } }, false],
    ["forwarded", { state: { is: "forwarded", since: 0, until: minutes(1), to: OWN, remaining: 1 } }, false],
    ["forwarded until just now", { state: { is: "forwarded", since: 0, until: NOON, to: OWN, remaining: 1 } }, false],
    ["releasing", { state: { is: "releasing", since: 0 } }, false],
    ["released", { state: { is: "released", since: 0 } }, false],
    ["in grace", { graceUntil: minutes(1) }, true],
  ])("by the number: %s", (_what, number, stands) => {
    expect(shown(account(), number).shown).toBe(stands ? numberData().e164 : null);
  });
});

test("no number ever stands there that is out of service, whatever else the source has", () => {
  const fact = fc.constantFrom(null, PAST, LASTS, since());
  const state = fc.constantFrom(...NUMBER_STATES).chain((is) =>
    fc.constantFrom(NOON, minutes(1)).map((until): NumberData["state"] => {
      if (is === "held") return { is, since: 0, until };
      return is === "forwarded" ? { is, since: 0, until, to: OWN, remaining: 1 } : { is, since: 0 };
    }),
  );
  const line = fc.integer({ min: 0, max: 99 }).map((n) => `+1512555${String(n).padStart(4, "0")}`);
  const candidates = fc.uniqueArray(
    fc.record({ e164: line, stopped: fact, paused: fact, frozen: fact, state }).map((one) => numberData(one)),
    { selector: ({ e164 }) => e164, maxLength: 6 },
  );
  const accounts = fc
    .tuple(fc.record({ stopped: fact, paused: fact, canceled: fact }), fc.constantFrom(-1, 0))
    .map(([lifecycle, balance]) => account(lifecycle, balance));
  fc.assert(
    fc.property(accounts, candidates, (facts, numbers) => {
      const { shown: chosen } = chooseNumber(facts, numbers, OWN, NOON);
      const inService = numbers.filter((number) => serviceStateAt(facts, number, NOON).swaps).map(({ e164 }) => e164);
      if (chosen === null) expect(inService).toEqual([]);
      else expect(inService).toContain(chosen);
      // The order in which the numbers are read makes no difference.
      expect(chooseNumber(facts, numbers.toReversed(), OWN, NOON).shown).toBe(chosen);
    }),
  );
});

test.each<[own: string, candidates: string[], chosen: string]>([
  ["+15125550100", ["+18005550177", "+15125550199", "+12125550144"], "+15125550199"],
  ["+18005550100", ["+15125550199", "+18005550177", "+12125550144"], "+18005550177"],
  ["+15125550100", ["+15125550199", "+15125550188"], "+15125550188"],
  ["+442079460958", ["+15125550199", "+442079460000"], "+442079460000"],
  ["+15125550199", ["+15125550188", "+15125550199"], "+15125550199"],
])("for %s, of %j, the most similar one stands there: %s", (own, candidates, chosen) => {
  const numbers = candidates.map((e164) => numberData({ e164 }));
  expect(chooseNumber(account(), numbers, own, NOON).shown).toBe(chosen);
});

test("a number that is out of service is passed over for the next one", () => {
  const numbers = [{ e164: "+15125550101", paused: since() }, { e164: "+15125550177" }];
  expect(shown(account(), ...numbers).shown).toBe("+15125550177");
});

test("why the page's own number stays is one sentence", () => {
  expect(sentence(account())).toBe("The source has no tracking number whose calls go there.");
  expect(sentence(account({ paused: since() }), {})).toMatch(
    /^The tracking code is paused for the whole account since/,
  );
  expect(sentence(account({}, -1), {})).toMatch(/^The balance is below 0\.00/);
  expect(sentence(account(), { paused: since() })).toMatch(/^The tracking code is paused for this number since/);
});
