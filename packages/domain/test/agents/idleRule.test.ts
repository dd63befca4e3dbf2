import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyIdleRule, idleEverywhereSince, type IdleReport } from "../../src/agents/idleRule.ts";
import { agent, AVA, IDLE, lastSavedAgent, minutes, NOON, STATUSES } from "../support/samples.ts";

const working = (reported = 0): IdleReport => ({ idleSince: null, reportedAt: minutes(reported) });
const idle = (since: number, reported = 0): IdleReport => ({
  idleSince: minutes(since),
  reportedAt: minutes(reported),
});
const RULE = { idleRule: { minutes: 15, status: "lunch" }, guardMinutes: 10 };
const apply = (...reports: IdleReport[]) =>
  applyIdleRule({ agent: agent(), statuses: STATUSES, phone: IDLE }, RULE, reports, AVA, NOON);

describe("the idle rule", () => {
  test.each<[string, IdleReport[], boolean]>([
    ["acts for one device that nobody used for its minutes", [idle(-15)], true],
    ["waits until its minutes are over", [idle(-14.99)], false],
    ["does nothing while somebody uses another device", [idle(-60), working(-2)], false],
    ["acts once all devices have been idle for its minutes", [idle(-60), idle(-15, -1)], true],
    ["counts from the device that was used last", [idle(-60), idle(-3, -1)], false],
    ["counts a device that hasn't reported for five minutes as unused", [idle(-20), working(-5)], true],
    ["and one that reported a moment later as in use", [idle(-20), working(-4.99)], false],
    ["does nothing if no device has reported", [], false],
    ["does nothing if all that reported have been silent since", [idle(-60, -5)], false],
  ])("%s", (_what, reports, acts) => {
    const effects = apply(...reports);
    if (acts) expect(lastSavedAgent(effects).status).toBe("lunch");
    else expect(effects).toEqual([]);
  });
});

test("for any devices, in any order, somebody is there if and only if a device that speaks was used since then", () => {
  const report = fc.record({
    idleSince: fc.option(fc.integer({ min: -60, max: 0 }).map(minutes)),
    reportedAt: fc.integer({ min: -10, max: 0 }).map(minutes),
  });
  fc.assert(
    fc.property(fc.array(report, { maxLength: 6 }), (reports) => {
      const since = idleEverywhereSince(reports, NOON);
      const speaking = reports.filter(({ reportedAt }) => reportedAt > minutes(-5));
      const used = (at: number) => speaking.some(({ idleSince }) => idleSince === null || idleSince > at);
      if (since === null) expect(speaking.length === 0 || used(NOON)).toBe(true);
      else {
        expect(used(since)).toBe(false);
        expect(used(since - 1)).toBe(true);
      }
      expect(idleEverywhereSince(reports.toReversed(), NOON)).toBe(since);
    }),
  );
});
