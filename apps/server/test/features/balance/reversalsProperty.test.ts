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
const RICH = 50_000_000_000;

/** What any movement gave back, and how much that movement was: by the rows alone. */
const OVER = `SELECT p.key, p.micros, (SELECT sum(b.micros) FROM postings b WHERE b.gives_back = p.key) -
    coalesce((SELECT sum(c.micros) FROM postings c JOIN postings b ON c.gives_back = b.key WHERE b.gives_back = p.key), 0) AS given
  FROM postings p WHERE given > p.micros`;

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("pass" as const), hours: fc.integer({ min: 1, max: 900 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("bill" as const) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("plan" as const) }) },
  // Mostly what was booked last: there something may still be given back in two ways.
  { weight: 6, arbitrary: fc.record({ do: fc.constant("correct" as const), back: fc.integer({ min: 0, max: 4 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("cancel" as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("return" as const) }) },
);

test("whatever is taken back, changed, canceled and brought back: no fee gives back more than it was, and the balance is a pencil's", async () => {
  let corrected = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 14, maxLength: 30 }), async (steps) => {
      const it = await openTestApp();
      try {
        const otto = await it.anew(OTTO);
        const owner = { name: "Dana Reyes", email: DANA };
        const { id: account } = await otto.account.open({
          name: "Sketch",
          zone: "UTC",
          plan: "essentials",
          openingBalanceMicros: RICH,
          owner,
        });
        const sketch = new FeeModel(it.now(), BigInt(RICH));
        // Behind the month that is free.
        it.pass(35 * DAY);
        await runBilling(it.world);
        sketch.bill(it.now());
        let signedIn = { dana: await it.anew(DANA, account), otto: await it.anew(OTTO), at: it.now() };
        const people = async (): Promise<{ dana: TestCaller; otto: TestCaller }> => {
          if (it.now() - signedIn.at > 20 * DAY)
            signedIn = { dana: await it.anew(DANA, account), otto: await it.anew(OTTO), at: it.now() };
          return signedIn;
        };
        const booked = () =>
          it.rows(
            `SELECT seq, CASE WHEN from_book = ?1 THEN -micros ELSE micros END AS micros FROM postings
             WHERE ?1 IN (from_book, to_book) AND type <> 'opening' ORDER BY seq`,
            `${account}/balance`,
          );
        for (const one of steps) {
          const { dana, otto: operator } = await people();
          if (one.do === "pass") it.pass(one.hours * HOUR);
          else if (one.do === "bill") {
            await runBilling(it.world);
            sketch.bill(it.now());
          } else if (one.do === "plan" && !sketch.canceled) {
            const plan = sketch.plan === "essentials" ? "advanced" : "essentials";
            await confirm(dana, (await dana.plans.proposeChange({ plan })).proposal);
            sketch.change(plan, it.now());
          } else if (one.do === "correct") {
            const rows = await booked();
            const at = rows.length - 1 - one.back;
            const right = at >= 0 && sketch.correct(at);
            const done = await operator.balance
              .correct({ account, entry: Number(rows[at]?.seq ?? 1e9), reason: "a mistake" })
              .then(() => true)
              .catch(() => false);
            expect(done, "a correction is booked where something is left, and nowhere else").toBe(right);
            if (done) corrected += 1;
          } else if (one.do === "cancel" && !sketch.canceled) {
            const { proposal } = await dana.lifecycle.proposeCancel({});
            await confirm(dana, proposal, "Sketch");
            sketch.cancel(it.now());
          } else if (one.do === "return" && sketch.canceled) {
            const undone = await dana.lifecycle.proposeUndo().catch(() => null);
            const { proposal } = undone ?? (await dana.lifecycle.proposeReactivate());
            await confirm(dana, proposal);
            sketch.comeBack(it.now());
          }
          expect((await booked()).map(({ micros }) => BigInt(micros as number))).toEqual(sketch.sums);
          it.pass(1000);
        }
        const { dana } = await people();
        expect(BigInt((await dana.balance.current()).money!.micros)).toBe(sketch.balance);
        expect(await it.rows(OVER)).toEqual([]);
        expect(await reconcile(it.world.db)).toMatchObject({ broken: null });
      } finally {
        await it.close();
      }
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
  expect(corrected, "nothing was tried").toBeGreaterThan(0);
}, 60_000);
