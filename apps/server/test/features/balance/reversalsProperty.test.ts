import fc from "fast-check";
import { expect, test } from "vitest";
import { runBilling } from "../../../src/features/balance/billing.ts";
import { reconcile } from "../../../src/store/verify/ledger.ts";
import { confirm } from "../../support/fixtures/bakery.ts";
import { FeeModel } from "../../support/models/feeModel.ts";
import { DAY, HOUR, openTestApp, type TestCaller } from "../../support/kit.ts";

const RUNS = Number(process.env.PROPERTY_RUNS ?? 5);
const OTTO = "otto@callboard.demo";
const DANA = "dana@callboard.demo";
const LARGE_BALANCE = 50_000_000_000;

/** For each movement, its amount and how much of it was reversed: from the rows alone. */
const OVER_REVERSED_SQL = `SELECT p.key, p.micros, (SELECT sum(b.micros) FROM postings b WHERE b.refund_of = p.key) -
    coalesce((SELECT sum(c.micros) FROM postings c JOIN postings b ON c.refund_of = b.key WHERE b.refund_of = p.key), 0) AS given
  FROM postings p WHERE given > p.micros`;

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("pass" as const), hours: fc.integer({ min: 1, max: 900 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("bill" as const) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("plan" as const) }) },
  // Mostly the newest entries: those can still be reversed in two ways.
  { weight: 6, arbitrary: fc.record({ do: fc.constant("correct" as const), back: fc.integer({ min: 0, max: 4 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("cancel" as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("return" as const) }) },
);

test("whatever is reversed, changed, canceled and restored: no fee is reversed by more than its amount, and the balance matches the model", async () => {
  let corrected = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 14, maxLength: 30 }), async (steps) => {
      const app = await openTestApp();
      try {
        const otto = await app.signInAgain(OTTO);
        const owner = { name: "Dana Reyes", email: DANA };
        const { id: account } = await otto.account.open({
          name: "Sketch",
          zone: "UTC",
          plan: "essentials",
          openingBalanceMicros: LARGE_BALANCE,
          owner,
        });
        const model = new FeeModel(app.now(), BigInt(LARGE_BALANCE));
        // After the free month.
        app.advance(35 * DAY);
        await runBilling(app.services);
        model.bill(app.now());
        let signedIn = { dana: await app.signInAgain(DANA, account), otto: await app.signInAgain(OTTO), at: app.now() };
        const people = async (): Promise<{ dana: TestCaller; otto: TestCaller }> => {
          if (app.now() - signedIn.at > 20 * DAY)
            signedIn = { dana: await app.signInAgain(DANA, account), otto: await app.signInAgain(OTTO), at: app.now() };
          return signedIn;
        };
        const booked = () =>
          app.selectRows(
            `SELECT seq, CASE WHEN from_book = ?1 THEN -micros ELSE micros END AS micros FROM postings
             WHERE ?1 IN (from_book, to_book) AND type <> 'opening' ORDER BY seq`,
            `${account}/balance`,
          );
        for (const one of steps) {
          const { dana, otto: operator } = await people();
          if (one.do === "pass") app.advance(one.hours * HOUR);
          else if (one.do === "bill") {
            await runBilling(app.services);
            model.bill(app.now());
          } else if (one.do === "plan" && !model.canceled) {
            const plan = model.plan === "essentials" ? "advanced" : "essentials";
            await confirm(dana, (await dana.plans.proposeChange({ plan })).proposal);
            model.change(plan, app.now());
          } else if (one.do === "correct") {
            const rows = await booked();
            const at = rows.length - 1 - one.back;
            const expected = at >= 0 && model.correct(at);
            const isBooked = await operator.balance
              .correct({ account, entry: Number(rows[at]?.seq ?? 1e9), reason: "a mistake" })
              .then(() => true)
              .catch(() => false);
            expect(isBooked, "a correction is booked where something is left, and nowhere else").toBe(expected);
            if (isBooked) corrected += 1;
          } else if (one.do === "cancel" && !model.canceled) {
            const { proposal } = await dana.lifecycle.proposeCancel({});
            await confirm(dana, proposal, "Sketch");
            model.cancel(app.now());
          } else if (one.do === "return" && model.canceled) {
            const undo = await dana.lifecycle.proposeUndo().catch(() => null);
            const { proposal } = undo ?? (await dana.lifecycle.proposeReactivate());
            await confirm(dana, proposal);
            model.reactivate(app.now());
          }
          expect((await booked()).map(({ micros }) => BigInt(micros as number))).toEqual(model.sums);
          app.advance(1000);
        }
        const { dana } = await people();
        expect(BigInt((await dana.balance.current()).money!.micros)).toBe(model.balance);
        expect(await app.selectRows(OVER_REVERSED_SQL)).toEqual([]);
        expect(await reconcile(app.services.db)).toMatchObject({ broken: null });
      } finally {
        await app.close();
      }
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
  expect(corrected, "nothing was tried").toBeGreaterThan(0);
});
