import fc from "fast-check";
import { expect, test } from "vitest";
import { runBilling } from "../../../src/features/balance/billing.ts";
import { reconcile } from "../../../src/store/verify/ledger.ts";
import { confirm } from "../../support/fixtures/bakery.ts";
import { DAY, HOUR, MINUTE, openTestApp, SECOND, type TestCaller } from "../../support/kit.ts";
import { instantIn, monthsBetween, type PlanName, MonthsModel } from "../../support/models/monthsModel.ts";
import { addNumber } from "../../support/fixtures/numbers.ts";
import { setBalance } from "../../support/fixtures/money.ts";
import { PAYING_CARD } from "../../support/fixtures/payments.ts";
import { UNIT, openWithRecharge } from "../../support/fixtures/recharge.ts";

const RUNS = Number(process.env.PROPERTY_RUNS ?? 6);
const OTTO = "otto@callboard.demo";
const DANA = "dana@callboard.demo";
const LARGE_BALANCE = 50_000_000_000;

const ZONES = [
  "Asia/Kolkata",
  "Australia/Lord_Howe",
  "Asia/Kathmandu",
  "Pacific/Apia",
  "America/Havana",
  "America/Santiago",
  "Atlantic/Azores",
  "America/New_York",
  "America/Los_Angeles",
  "UTC",
  "Pacific/Kiritimati",
  "Europe/Berlin",
];
/** Ends of months, the leap day, and days with a clock change somewhere. */
const DAYS = [
  "2028-01-29",
  "2028-01-30",
  "2028-01-31",
  "2028-02-29",
  "2028-03-12",
  "2028-03-26",
  "2028-03-31",
  "2028-04-02",
  "2028-08-31",
  "2028-09-03",
  "2028-10-29",
  "2028-11-05",
  "2028-12-31",
];

const anyZone = fc.constantFrom(...ZONES);
const time = fc.integer({ min: 0, max: 24 * 60 - 1 });
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant("pass" as const), ms: fc.integer({ min: 1, max: 20 * DAY }) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("pass" as const), ms: fc.integer({ min: 20 * DAY, max: 70 * DAY }) }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant("bill" as const) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("call" as const),
      minutes: fc.integer({ min: 1, max: 90 }),
      ago: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 60 * DAY })),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("plan" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("zone" as const), zone: anyZone }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("number" as const) }) },
);
const scenarios = fc.record({
  zone: anyZone,
  day: fc.constantFrom(...DAYS),
  time,
  plan: fc.constantFrom<PlanName>("essentials", "advanced"),
  steps: fc.array(step, { minLength: 12, maxLength: 26 }),
});

test("each month is charged once, at the right price and on the right calendar day, and each movement is on one statement", async () => {
  await fc.assert(
    fc.asyncProperty(scenarios, async ({ zone, day, time: minutes, plan, steps }) => {
      const app = await openTestApp();
      try {
        const clock = `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
        app.advance(instantIn(`${day}T${clock}`, zone) - app.now());
        const openedAt = app.now();
        const otto = await app.signInAgain(OTTO);
        const owner = { name: "Dana Reyes", email: DANA };
        const { id } = await otto.account.open({
          name: "Sketch",
          zone,
          plan,
          openingBalanceMicros: LARGE_BALANCE,
          owner,
        });
        const { secret } = await otto.access.createMeterKey({ account: id, name: "Meter" });
        const meter = app.callerWith(secret);
        let signedIn = { caller: await app.signInAgain(DANA, id), at: app.now() };
        const dana = async (): Promise<TestCaller> => {
          if (app.now() - signedIn.at > 20 * DAY) signedIn = { caller: await app.signInAgain(DANA, id), at: app.now() };
          return signedIn.caller;
        };
        const model = new MonthsModel(openedAt, zone, plan, BigInt(LARGE_BALANCE));
        let count = 0;
        for (const one of steps) {
          const now = app.now();
          count += 1;
          if (one.do === "pass") app.advance(one.ms);
          else if (one.do === "bill") {
            await runBilling(app.services);
            model.bill(now);
          } else if (one.do === "call") {
            const at = Math.max(openedAt, now - one.ago);
            await meter.balance.recordUsage({
              events: [{ id: `c${count}`, kind: "minutes", quantity: one.minutes, at }],
            });
            model.call(one.minutes, at, now);
          } else if (one.do === "plan") {
            const next = model.plan === "essentials" ? "advanced" : "essentials";
            const who = await dana();
            await confirm(who, (await who.plans.proposeChange({ plan: next })).proposal);
            model.changePlan(next, now);
          } else if (one.do === "zone") {
            const who = await dana();
            const { version, name, billTo, idleRule } = await who.account.get();
            await who.account.save({ version, name, zone: one.zone, billTo, idleRule });
            model.changeZone(one.zone, now);
          } else {
            const renewsAt = model.addNumber(now);
            await addNumber(app, id, `+1512555${1000 + count}`, { billingAnchor: now, renewsAt });
          }
          // Only the passing of time may happen more than once in one instant.
          app.advance(SECOND);
        }
        await runBilling(app.services);
        model.bill(app.now());
        app.advance(MINUTE);

        const rows = await app.selectRows(
          `SELECT seq, type, happened_at AS at, booked_at AS booked, CASE WHEN from_book = ?1 THEN micros ELSE -micros END AS micros
           FROM postings WHERE ?1 IN (from_book, to_book) AND type <> 'opening' ORDER BY seq`,
          `${id}/balance`,
        );
        const line = (type: string, at: number, micros: bigint) => `${type} ${new Date(at).toISOString()} ${micros}`;
        expect(rows.map((row) => line(row.type, Number(row.at), BigInt(row.micros))).sort()).toEqual(
          model.booked.map(({ type, happenedAt, micros }) => line(type, happenedAt, micros)).sort(),
        );
        const who = await dana();
        expect(BigInt((await who.balance.current()).money!.micros)).toBe(model.balance);

        const monthByEntry = new Map<number, string>();
        let closing: number | null = null;
        let statementMinutes = 0;
        for (const period of monthsBetween(openedAt, app.now(), model.zone)) {
          if (period.first > monthsBetween(openedAt, app.now(), model.zone).at(-1)!.first) break;
          const statement = await who.statements.preview(period);
          if (closing !== null) expect(statement.opening).toBe(closing);
          closing = statement.closing;
          for (const { entry, text, quantity } of statement.parts.flatMap(({ lines }) => lines))
            if (entry === null) statementMinutes += text === "Minutes" ? quantity! : 0;
            else {
              expect(monthByEntry.has(entry), "an entry on two statements").toBe(false);
              monthByEntry.set(entry, period.first.slice(0, 7));
            }
        }
        expect(BigInt(closing!)).toBe(model.balance / 10_000n - (model.balance % 10_000n < 0n ? 1n : 0n));
        const calls = model.booked.filter(({ type }) => type === "minutes");
        expect(statementMinutes).toBe(steps.reduce((all, one) => all + (one.do === "call" ? one.minutes : 0), 0));
        expect(calls.length).toBe(rows.filter(({ type }) => type === "minutes").length);
        for (const row of rows.filter(({ type }) => type !== "minutes")) {
          const month = model.monthOf(Number(row.booked));
          expect(monthByEntry.has(Number(row.seq)), "an entry on no statement").toBe(true);
          if (month !== null) expect(monthByEntry.get(Number(row.seq))).toBe(month);
        }
        expect(await reconcile(app.services.db)).toMatchObject({ broken: null });
      } finally {
        await app.close();
      }
    }),
    { numRuns: RUNS },
  );
});

const spending = fc.record({
  zone: anyZone,
  day: fc.constantFrom(...DAYS),
  time,
  steps: fc.array(
    fc.record({
      ms: fc.oneof(fc.integer({ min: 2 * HOUR, max: 30 * HOUR }), fc.integer({ min: DAY, max: 12 * DAY })),
      zone: fc.option(anyZone, { nil: null, freq: 4 }),
      balanceUnits: fc.integer({ min: 0, max: 9 }),
    }),
    { minLength: 8, maxLength: 16 },
  ),
});

test("a cap counts each charge in the month in which it was sent, by the account's time zone then", async () => {
  await fc.assert(
    fc.asyncProperty(spending, async ({ zone, day, time: minutes, steps }) => {
      const cap = 60 * UNIT;
      const app = await openWithRecharge([PAYING_CARD], { balance: 20 * UNIT, monthlyCap: cap });
      try {
        const setZone = async (to: string) => {
          const dana = await app.caller();
          const { version, name, billTo, idleRule } = await dana.account.get();
          await dana.account.save({ version, name, zone: to, billTo, idleRule });
        };
        app.advance(instantIn(`${day}T00:00`, zone) + minutes * MINUTE - app.now());
        await setZone(zone);
        const model = new MonthsModel(0, zone, "advanced", 0n);
        const sent: { at: number; micros: number }[] = [];
        for (const one of steps) {
          app.advance(one.ms);
          if (one.zone !== null) {
            await setZone(one.zone);
            model.changeZone(one.zone, app.now());
          }
          app.advance(SECOND);
          await setBalance(app, "northwind", one.balanceUnits * UNIT);
          await app.settle();
          const charged = (await app.currentBalance()) - one.balanceUnits * UNIT;
          const months = [app.now(), ...sent.map(({ at }) => at)].map((at) => model.monthOf(at));
          // Within a day of a zone change, only the account's calendar can say which month it is.
          if (!months.includes(null)) {
            const before = sent
              .filter((_, at) => months[at + 1] === months[0])
              .reduce((sum, { micros }) => sum + micros, 0);
            const expected = (25 - one.balanceUnits) * UNIT;
            expect([day, zone, charged]).toEqual([day, zone, before + expected <= cap ? expected : 0]);
          }
          if (charged > 0) sent.push({ at: app.now(), micros: charged });
        }
        await app.expectConsistentBooks();
      } finally {
        await app.close();
      }
    }),
    { numRuns: RUNS },
  );
});
