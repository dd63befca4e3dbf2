import fc from "fast-check";
import { expect, test } from "vitest";
import { usageEventSchema } from "../../src/balance/schema.ts";
import type { Effect } from "../../src/core/effect.ts";
import { message } from "../../src/core/message.ts";
import { PLANS } from "../../src/plans/catalogue.ts";
import { recordUsage, type MeterContext, rateEvent, type UsageEvent } from "../../src/balance/usage.ts";
import { DAY, MINUTE } from "../../src/core/time.ts";
import { NOON } from "../support/samples.ts";

const metered: MeterContext = {
  account: "sub",
  payer: "agency",
  openedAt: NOON - 400 * DAY,
  ratesAt: () => PLANS.advanced.rates,
  currency: "USD",
  recordedEvents: new Map(),
};
const event = (more: Partial<UsageEvent> = {}): UsageEvent => ({
  id: "call-1",
  kind: "minutes",
  quantity: 2500,
  at: NOON,
  number: "+15125550143",
  description: "call from Ann",
  ...more,
});
const count = (events: readonly UsageEvent[], more: Partial<MeterContext> = {}) =>
  recordUsage(
    { ...metered, ...more },
    events.map((one) => ({ id: one.id, event: one })),
    NOON,
  );
const posted = (effects: readonly Effect[]) =>
  effects.flatMap((effect) => (effect.do === "post" ? [effect.movement] : []));

test("an event is priced by the terms and paid by the payer, with its own time, number and description", () => {
  const { effects, answer } = count([event({ at: NOON - 90 * MINUTE })]);
  expect(answer).toEqual({ recorded: 1, repeated: 0, rejected: [] });
  expect(posted(effects)).toEqual([
    {
      type: "minutes",
      from: "agency/balance",
      to: "sub/usage",
      micros: 86_250,
      currency: "USD",
      memo: { key: "balance.usage.minutes", values: { about: " · +1 512 555 0143 · call from Ann" } },
      happenedAt: NOON - 90 * MINUTE,
      key: "usage:sub:call-1",
      quantity: 2500,
    },
  ]);
});

test.each([
  [1, 500, 0],
  [3, 500, 2],
  [1, 1500, 2],
  [34_500, 1, 34],
  [34_500, 333, 11_488],
])("%s micros a unit × %s thousandths is %s micros, rounded half to even", (rate, quantity, micros) => {
  const rates = { ...PLANS.advanced.rates, minutes: rate };
  expect(rateEvent(rates, event({ quantity }), "USD")).toBe(micros);
});

test("an event costs what the terms said when it happened, whenever it is reported", () => {
  const ratesAt = (at: number) => (at < NOON ? PLANS.essentials : PLANS.advanced).rates;
  const events = [event({ id: "a", at: NOON - 1, quantity: 100_000 }), event({ id: "b", quantity: 100_000 })];
  expect(posted(count(events, { ratesAt }).effects).map(({ micros }) => micros)).toEqual([4_500_000, 3_450_000]);
});

test("prepaid minutes are used by calls of their own kind in their own period", () => {
  const paid = {
    number: "+15125550143",
    kind: "minutes",
    from: NOON - MINUTE,
    until: NOON + MINUTE,
    remaining: 5000,
  } as const;
  const prepaidMinutes = [{ ...paid, number: "+15125550144" }, paid];
  const costs = (more: Partial<UsageEvent>) => {
    const { effects, usedPrepaid } = count([event({ quantity: 1000, ...more })], { prepaidMinutes });
    return [posted(effects).reduce((sum, { micros }) => sum + micros, 0), usedPrepaid.get(paid) ?? 0];
  };
  expect(costs({})).toEqual([0, 1000]);
  expect(costs({ at: NOON - MINUTE })).toEqual([0, 1000]);
  expect(costs({ at: NOON - MINUTE - 1 })).toEqual([34_500, 0]);
  expect(costs({ at: NOON + MINUTE })).toEqual([34_500, 0]);
  expect(costs({ kind: "international minutes" })).toEqual([130_000, 0]);
});

test("a free event is counted and moves no money", () => {
  const { effects, answer } = count([event()], { ratesAt: () => ({ ...PLANS.advanced.rates, minutes: 0 }) });
  expect(answer.recorded).toBe(1);
  expect(effects.map(({ do: what }) => what)).toEqual(["count"]);
});

test("an id counts once: repeated with the same content, it is not counted again; with other content it is rejected by id", () => {
  const recordedEvents = new Map([["call-1", event()]]);
  expect(count([event(), event({ id: "call-2" })], { recordedEvents }).answer).toMatchObject({
    recorded: 1,
    repeated: 1,
  });
  const other = count([event({ quantity: 1 }), event({ id: "call-2" })], { recordedEvents });
  expect(other.answer).toEqual({
    recorded: 1,
    repeated: 0,
    rejected: [{ id: "call-1", index: 0, field: "id", why: message("balance.usage.idUsed") }],
  });
  const twice = count([event(), event(), event({ description: "" })]);
  expect(twice.answer).toMatchObject({ recorded: 1, repeated: 1, rejected: [{ index: 2 }] });
  expect(posted(twice.effects)).toHaveLength(1);
});

test("rejects an event in the future, but not from a clock slightly ahead", () => {
  expect(count([event({ at: NOON + 5 * MINUTE })]).answer.recorded).toBe(1);
  expect(count([event({ at: NOON + 5 * MINUTE + 1 })]).answer.rejected).toMatchObject([{ field: "at" }]);
});

test.each([
  [0.001, 1],
  [2.5, 2500],
  [1_000_000, 1_000_000_000],
  [1.1, 1100],
  [0.007, 7],
  [4.35, 4350],
])("a quantity of %s is %s thousandths", (quantity, expected) => {
  expect(usageEventSchema.parse({ id: "a", kind: "minutes", quantity, at: NOON }).quantity).toBe(expected);
});

test.each([[0], [-1], [0.0001], [1_000_001], [Number.NaN], ["2"], [null], [1.23456]])(
  "%s is not a quantity",
  (quantity) => {
    expect(usageEventSchema.safeParse({ id: "a", kind: "minutes", quantity, at: NOON }).success).toBe(false);
  },
);

test("however events are batched and repeated, each is paid once and to the micro", () => {
  const events = fc.uniqueArray(
    fc.record({ id: fc.string({ minLength: 1, maxLength: 6 }), quantity: fc.integer({ min: 1, max: 100_000 }) }),
    { selector: ({ id }) => id, minLength: 1, maxLength: 30 },
  );
  fc.assert(
    fc.property(
      events,
      fc.array(fc.nat(29), { maxLength: 20 }),
      fc.integer({ min: 1, max: 7 }),
      (fresh, again, size) => {
        const all = fresh.map((one) => event(one));
        const sent = [...all, ...again.flatMap((at) => all[at] ?? [])];
        const recordedEvents = new Map<string, UsageEvent>();
        let paid = 0;
        for (let from = 0; from < sent.length; from += size) {
          const batch = sent.slice(from, from + size);
          const { effects, answer } = count(batch, { recordedEvents });
          expect(answer.recorded + answer.repeated + answer.rejected.length).toBe(batch.length);
          expect(answer.rejected).toEqual([]);
          for (const { micros } of posted(effects)) paid += micros;
          for (const one of batch) recordedEvents.set(one.id, one);
        }
        expect(paid).toBe(all.reduce((sum, one) => sum + rateEvent(PLANS.advanced.rates, one, "USD"), 0));
      },
    ),
  );
});

test.each([
  [NOON / 1000, "eventTime.seconds"],
  [Math.floor((NOON - 300 * DAY) / 1000), "eventTime.seconds"],
  [NOON * 1000, "eventTime.microseconds"],
  [0, "eventTime.missing"],
  [1, "eventTime.missing"],
  [NOON - 401 * DAY, "eventTime.beforeAccount"],
  // Seconds instead of milliseconds, and before the account existed.
  [Math.floor((NOON - 401 * DAY) / 1000), "eventTime.missing"],
  [NOON + 6 * MINUTE, "eventTime.inFuture"],
] as const)("rejects a time of %i by name", (at, key) => {
  const { effects, answer } = count([event({ at })]);
  expect(effects).toEqual([]);
  expect(answer.rejected).toMatchObject([{ id: "call-1", field: "at", why: { key } }]);
});

test("any time since the account was opened counts, and events counted before are not checked again", () => {
  for (const at of [NOON - 400 * DAY, NOON, NOON + 5 * MINUTE]) expect(count([event({ at })]).answer.recorded).toBe(1);
  const old = event({ at: 12 });
  expect(count([old], { recordedEvents: new Map([[old.id, old]]) }).answer).toMatchObject({
    repeated: 1,
    rejected: [],
  });
  expect(count([event({ at: 946_684_800_000 })], { openedAt: 0 }).answer.recorded).toBe(1);
});
