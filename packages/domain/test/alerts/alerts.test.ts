import fc from "fast-check";
import { expect, test } from "vitest";
import { choosePlaces, NO_CHOICES, placesOf, snooze, snoozedUntil } from "../../src/alerts/choices.ts";
import { balanceAlerts, expiringVersionAlerts, ruleLoopAlerts } from "../../src/alerts/rules.ts";
import { ALERT_KINDS, ALERT_PLACES, ALERT_RULES, SNOOZES_MAX } from "../../src/alerts/types.ts";
import { DAY } from "../../src/core/time.ts";

const NOW = Date.UTC(2028, 1, 29, 12);

test("places are the default until somebody chooses, and the default again when chosen back", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom(...ALERT_KINDS), fc.subarray([...ALERT_PLACES])), { maxLength: 30 }),
      (steps) => {
        const expected = new Map<string, readonly string[]>();
        let choices = NO_CHOICES;
        for (const [kind, wanted] of steps) {
          const places = ALERT_RULES[kind].hasMail ? wanted : wanted.filter((place) => place !== "mail");
          choices = choosePlaces(choices, kind, places, true);
          expected.set(kind, places);
        }
        for (const kind of ALERT_KINDS)
          expect(placesOf(choices, kind)).toEqual(expected.get(kind) ?? ALERT_RULES[kind].places);
      },
    ),
  );
});

test("what somebody without mails chooses leaves the mails as they are, for the day on which they get some", () => {
  const choices = choosePlaces(NO_CHOICES, "balance", [], false);
  expect(placesOf(choices, "balance")).toEqual(["mail"]);
  expect(choosePlaces(choices, "balance", ["console", "notification"], false)).toEqual(NO_CHOICES);
  const none = choosePlaces(NO_CHOICES, "balance", [], true);
  expect(placesOf(choosePlaces(none, "balance", ["console"], false), "balance")).toEqual(["console"]);
  expect(() => choosePlaces(NO_CHOICES, "balance", ["mail"], false)).toThrow();
});

test("snoozes hold until their end, and are forgotten afterwards; the list has an end", () => {
  let choices = NO_CHOICES;
  for (let index = 0; index < SNOOZES_MAX + 20; index += 1)
    choices = snooze(choices, `coverage:${index}`, NOW + DAY + index, NOW);
  expect(choices.snoozes).toHaveLength(SNOOZES_MAX);
  // Those that end first made room.
  expect(snoozedUntil(choices, "coverage:0", NOW)).toBeNull();
  const last = SNOOZES_MAX + 19;
  expect(snoozedUntil(choices, `coverage:${last}`, NOW + DAY + last - 1)).toBe(NOW + DAY + last);
  expect(snoozedUntil(choices, `coverage:${last}`, NOW + DAY + last)).toBeNull();
  expect(snooze(choices, "card:x", NOW + 3 * DAY, NOW + 2 * DAY).snoozes).toHaveLength(1);
});

test("a balance alerts below its threshold unless it recharges itself, and always below zero", () => {
  const facts = { currency: "USD", alertThreshold: 10_000_000, rechargesItself: false } as const;
  const kindOf = (more: object, balance: number) =>
    balanceAlerts({ ...facts, ...more, balance }).map(({ tone }) => tone);
  expect(kindOf({}, 10_000_000)).toEqual([]);
  expect(kindOf({}, 9_999_999)).toEqual(["warn"]);
  expect(kindOf({ rechargesItself: true }, 1)).toEqual([]);
  expect(kindOf({ rechargesItself: true }, -1)).toEqual(["bad"]);
});

test("rules that undo each other are one alert with its beginning; two changes are none", () => {
  const flip = (at: number, from: string, to: string) => ({
    at,
    from,
    fromName: from,
    to,
    toName: to,
    cause: { key: "agents.cause.idle" as const, values: { minutes: 5 } },
  });
  const flips = [
    flip(NOW, "available", "away"),
    flip(NOW + 1, "away", "available"),
    flip(NOW + 2, "available", "away"),
  ];
  expect(ruleLoopAlerts("ava", "Ava", { ruleFlips: flips.slice(1) })).toEqual([]);
  expect(ruleLoopAlerts("ava", "Ava", { ruleFlips: flips })).toMatchObject([
    { kind: "rule loop", subject: `ava ${NOW}`, since: NOW, sentence: { values: { who: "Ava" } } },
  ]);
});

test("versions that are deleted tomorrow are the same alert as today's, so that a snooze for a week lasts a week", () => {
  const alertAt = (first: number, more = false) => expiringVersionAlerts(7, more, first)[0]!;
  expect(alertAt(NOW + DAY).subject).toBe(alertAt(NOW).subject);
  expect(alertAt(NOW).sentence.key).toBe("alerts.expiringVersions");
  expect(alertAt(NOW, true).sentence.key).toBe("alerts.expiringVersionsMany");
  expect(expiringVersionAlerts(0, false, null)).toEqual([]);
});
