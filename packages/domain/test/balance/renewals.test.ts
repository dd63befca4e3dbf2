import { expect, test } from "vitest";
import type { Effect } from "../../src/core/effect.ts";
import type { Fact, Lifecycle } from "../../src/lifecycle/rules.ts";
import { RUNNING } from "../../src/lifecycle/rules.ts";
import { termsOf } from "../../src/plans/catalogue.ts";
import { GRACE_DAYS, renewDue, UNPAID_HOLD_DAYS } from "../../src/balance/renewals.ts";
import type { BilledAccount } from "../../src/balance/renewalStep.ts";
import { monthsAfter } from "../../src/core/calendar.ts";
import { renewSubscription, startSubscription } from "../../src/balance/subscription.ts";
import { DAY } from "../../src/core/time.ts";
import type { SubscriptionData } from "../../src/balance/subscriptionSchema.ts";
import type { NumberData } from "../../src/numbers/schema.ts";
import { numberData } from "../support/routing.ts";
import { doc, NOON } from "../support/samples.ts";

const FEE = 1_500_000;
const billed = (
  balanceMicros: number,
  lifecycle: Lifecycle = RUNNING,
  frozenConnects = true,
  zone = "UTC",
): BilledAccount => ({
  account: "acc",
  zone,
  payer: "payer",
  currency: "USD",
  termsAt: () => termsOf("advanced", "USD", 0),
  service: { lifecycle, balanceMicros, frozenConnects },
});
const due = (more: Partial<NumberData> = {}, id = "n") => doc("number", id, numberData({ renewsAt: NOON, ...more }));
const renew = (balance: number, more: Partial<NumberData> = {}, now = NOON, account = billed(balance)) => {
  const { effects, ...became } = renewDue(
    account,
    { subscription: null, numbers: [due(more)] },
    { now, newId: () => "new" },
  );
  const saved = effects.find((effect) => effect.do === "save");
  return { ...became, effects, data: saved ? (saved.data as NumberData) : null, posted: postedBy(effects) };
};
const postedBy = (effects: readonly Effect[]) =>
  effects.flatMap((effect) => (effect.do === "post" ? [effect.movement] : []));
const fact = (more: Partial<Fact> = {}): Fact => ({ since: 0, by: "dana", until: null, ...more });

test("a month is paid for its due day, however late that happens, and the next one follows", () => {
  const { data, posted, unpaid } = renew(FEE, {}, NOON + 3 * DAY);
  expect(data).toMatchObject({ renewsAt: monthsAfter(NOON, 1, "UTC"), graceUntil: null, state: { is: "active" } });
  expect(posted).toMatchObject([
    { type: "number", from: "payer/balance", to: "acc/fees", micros: FEE, happenedAt: NOON, key: `renewal:n:${NOON}` },
  ]);
  expect(unpaid).toEqual([]);
  expect(renew(FEE, { renewsAt: NOON + 1 }).effects).toEqual([]);
});

test("a fee may take the balance below zero; exactly zero is enough; the next number enters grace", () => {
  expect(renew(0).posted).toHaveLength(1);
  const numbers = ["a", "b", "c"].map((id) => due({}, id));
  const { effects, unpaid } = renewDue(
    billed(FEE - 1),
    { subscription: null, numbers },
    { now: NOON, newId: () => "x" },
  );
  expect(postedBy(effects)).toHaveLength(1);
  expect(unpaid).toHaveLength(2);
});

test("below zero nothing is charged: 7 days of grace, then a hold of 30, then the number is released", () => {
  const first = renew(-1, {}, NOON + 60_000);
  const graceUntil = NOON + 60_000 + GRACE_DAYS * DAY;
  expect(first).toMatchObject({ posted: [], unpaid: ["+1 512 555 0143"], data: { graceUntil, renewsAt: NOON } });
  expect(renew(-1, first.data!, graceUntil - 1).effects).toEqual([]);
  const then = renew(-1, first.data!, graceUntil);
  expect(then).toMatchObject({ posted: [], held: ["+1 512 555 0143"] });
  expect(then.data!.state).toEqual({ is: "held", since: graceUntil, until: graceUntil + UNPAID_HOLD_DAYS * DAY });
  expect(renew(-1, then.data!, graceUntil + 1).effects).toEqual([]);
  const gone = renew(-1, then.data!, graceUntil + UNPAID_HOLD_DAYS * DAY);
  expect(gone.data!.state.is).toBe("releasing");
  expect(gone.effects.map((effect) => ("kind" in effect ? effect.kind : effect.do))).toEqual([
    "number",
    "providerRequest",
    "later",
  ]);
});

test("money during grace pays the month that was due; during the hold a new month begins that day", () => {
  const inGrace = { graceUntil: NOON + GRACE_DAYS * DAY };
  expect(renew(0, inGrace, NOON + 5 * DAY)).toMatchObject({
    posted: [{ happenedAt: NOON }],
    data: { graceUntil: null, renewsAt: monthsAfter(NOON, 1, "UTC") },
  });
  const now = NOON + 20 * DAY;
  const held = {
    ...inGrace,
    state: { is: "held", since: NOON + GRACE_DAYS * DAY, until: NOON + 37 * DAY },
  } as const;
  expect(renew(0, held, now)).toMatchObject({
    posted: [{ key: `renewal:n:${now}`, happenedAt: now }],
    data: {
      state: { is: "active", since: now },
      billingAnchor: now,
      renewsAt: monthsAfter(now, 1, "UTC"),
      graceUntil: null,
    },
  });
});

test("a hold that somebody chose is not affected", () => {
  const held = { state: { is: "held", since: 0, until: NOON + DAY } } as const;
  expect(renew(FEE, held).effects).toEqual([]);
});

test.each([
  ["stopped", { stopped: fact() }, {}, true],
  ["paused", { paused: fact() }, {}, true],
  ["the number's own stop", {}, { stopped: fact() }, true],
  ["froze and serving", {}, { frozen: fact() }, true],
  ["froze and silent", {}, { frozen: fact() }, false],
  ["porting", {}, { state: { is: "porting", since: 0 } as const }, true],
] as const)("%s: whether the fee continues", (what, lifecycle, number, goesOn) => {
  const account = billed(FEE, { ...RUNNING, ...lifecycle }, what !== "froze and silent");
  const { posted, data } = renew(FEE, number, NOON, account);
  expect(posted).toHaveLength(goesOn ? 1 : 0);
  expect(data!.renewsAt).toBe(monthsAfter(NOON, 1, "UTC"));
});

test("a number that a cancellation left active is released when its month is over, at no cost", () => {
  const account = billed(FEE, { ...RUNNING, canceled: fact() });
  expect(renew(FEE, { renewsAt: NOON + 1 }, NOON, account).effects).toEqual([]);
  const { posted, data, effects } = renew(FEE, {}, NOON, account);
  expect(posted).toEqual([]);
  expect(data!.state).toEqual({ is: "releasing", since: NOON });
  expect(effects).toMatchObject([{}, { kind: "providerRequest", data: { type: "release number" } }, {}]);
});

test("charges in order of due dates: a paid-for number does not wait behind a later subscription", () => {
  const month = (renewsAt: number) =>
    doc("subscription", "acc", {
      billingAnchor: NOON - 30 * DAY,
      periodStart: NOON - 30 * DAY,
      renewsAt,
      paidMicros: 0,
    });
  const charge = (numberAt: number, subscriptionAt: number) => {
    const numbers = [due({ renewsAt: numberAt })];
    const given = { now: NOON + DAY, newId: () => "x" };
    const { effects, unpaid } = renewDue(billed(FEE), { subscription: month(subscriptionAt), numbers }, given);
    return [postedBy(effects).map(({ type }) => type), unpaid.length];
  };
  expect(charge(NOON, NOON + 1)).toEqual([["number", "subscription"], 0]);
  expect(charge(NOON, NOON)).toEqual([["number", "subscription"], 0]);
  expect(charge(NOON + 1, NOON)).toEqual([["subscription"], 1]);
});

test.each([["released"], ["releasing"]] as const)("a number that is %s costs nothing more", (is) => {
  expect(renew(FEE, { state: { is, since: 0 } }).effects).toEqual([]);
});

test("the subscription continues whatever the balance, counted from its first day, and ends with the account", () => {
  const jan31 = Date.UTC(2026, 0, 31, 9);
  const started = startSubscription("acc", "UTC", jan31, jan31);
  expect(started).toMatchObject({ data: { billingAnchor: jan31, renewsAt: Date.UTC(2026, 1, 28, 9), paidMicros: 0 } });
  let data = (started as { data: SubscriptionData }).data;
  const dates: string[] = [];
  for (let month = 0; month < 4; month += 1) {
    const { effects } = renewSubscription(billed(-1), doc("subscription", "acc", data), data.renewsAt);
    dates.push(new Date(postedBy(effects)[0]!.happenedAt).toISOString().slice(0, 10));
    data = (effects[0] as { data: SubscriptionData }).data;
  }
  expect(dates).toEqual(["2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"]);
  expect(renewSubscription(billed(0), doc("subscription", "acc", data), data.renewsAt - 1).effects).toEqual([]);
  const canceled = billed(0, { ...RUNNING, canceled: fact() });
  expect(postedBy(renewSubscription(canceled, doc("subscription", "acc", data), data.renewsAt).effects)).toEqual([]);
});

test("the 31st stays the last day of each month in the account's zone, however early in the day", () => {
  const zone = "Asia/Kolkata";
  const opened = Date.parse("2026-01-31T05:00+05:30");
  let data = (startSubscription("acc", zone, opened, opened) as { data: SubscriptionData }).data;
  const days: string[] = [];
  for (let month = 0; month < 6; month += 1) {
    const { effects } = renewSubscription(
      billed(0, RUNNING, true, zone),
      doc("subscription", "acc", data),
      data.renewsAt,
    );
    days.push(new Date(data.renewsAt).toLocaleString("sv", { timeZone: zone }));
    data = (effects[0] as { data: SubscriptionData }).data;
    expect(data.periodStart).toBe(postedBy(effects)[0]!.happenedAt);
  }
  const dates = ["02-28", "03-31", "04-30", "05-31", "06-30", "07-31"];
  expect(days).toEqual(dates.map((date) => `2026-${date} 05:00:00`));
  const bought = { billingAnchor: opened, renewsAt: Date.parse("2026-02-28T05:00+05:30") };
  const renewed = renew(FEE, bought, bought.renewsAt, billed(FEE, RUNNING, true, zone));
  expect(renewed.data!.renewsAt).toBe(Date.parse("2026-03-31T05:00+05:30"));
});
