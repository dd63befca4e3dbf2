import fc from "fast-check";
import { expect, test } from "vitest";
import { runBilling } from "../../../src/features/balance/billing.ts";
import { reconcile } from "../../../src/store/verify/ledger.ts";
import { runDueJobs } from "../../../src/jobs/queue.ts";
import { findBrokenLink } from "../../support/checks/changeChain.ts";
import { DAY, HOUR, openTestApp, failureOf, START, type TestCaller, type TestApp } from "../../support/kit.ts";
import { setBalance } from "../../support/fixtures/money.ts";
import { addNumber } from "../../support/fixtures/numbers.ts";

const SOLVEIG = "solveig@callboard.demo";
const BAKERY = "Corner Bakery";

const numbers = fc.array(
  fc.record({
    /** Hours until its next month, which may fall due before the confirmation. */
    renews: fc.integer({ min: 1, max: 700 }),
    state: fc.constantFrom("active", "active", "active", "held", "released"),
    disposition: fc.oneof(
      fc.constant(null),
      fc.constant({ is: "release" as const }),
      fc.record({ is: fc.constant("hold" as const), days: fc.integer({ min: 1, max: 60 }) }),
      fc.record({
        is: fc.constant("forward" as const),
        to: fc.constant("+15125550188"),
        days: fc.integer({ min: 1, max: 60 }),
        minutes: fc.integer({ min: 1, max: 40 }),
      }),
    ),
  }),
  { maxLength: 5 },
);
const accounts = fc.record({
  numbers,
  balance: fc.integer({ min: 20_000_000, max: 300_000_000 }),
  others: fc.oneof(fc.constant({ is: "release" as const }), fc.constant({ is: "hold" as const, days: 21 })),
  /** Whether something listed changes before the confirmation. */
  changedMeanwhile: fc.boolean(),
  days: fc.integer({ min: 0, max: 80 }),
});

async function confirmAndCompare(app: TestApp, who: TestCaller, proposal: string): Promise<void> {
  const { lines, name } = await who.proposals.get({ proposal });
  const effects = lines.filter(({ as }) => as === "effect");
  const before = (await who.balance.current()).money!.micros;
  const { batch } = await who.proposals.confirm({ proposal, name });
  const rows = await app.selectRows(
    `SELECT kind, id FROM changes WHERE batch = ? AND (kind NOT IN ('proposal', 'providerRequest')
     OR (kind = 'providerRequest' AND data ->> '$.type' = 'buy number'))`,
    batch,
  );
  expect(rows).toHaveLength(effects.length);
  const spent = effects
    .filter(({ text }) => !text.includes("ordered again"))
    .reduce((sum, { micros }) => sum + (micros ?? 0), 0);
  expect(before - (await who.balance.current()).money!.micros).toBe(spent);
}

test("whatever an account looks like: the written rows match the lines that were shown, and the money to the micro", async () => {
  await fc.assert(
    fc.asyncProperty(accounts, async (sample) => {
      const app = await openTestApp();
      await setBalance(app, "solo", sample.balance);
      const ids: string[] = [];
      for (const [at, { renews, state }] of sample.numbers.entries())
        ids.push(
          await addNumber(app, "solo", `+1512555010${at}`, {
            name: `Line ${at}`,
            renewsAt: START + renews * HOUR,
            billingAnchor: START + renews * HOUR - 30 * DAY,
            ...(state === "held"
              ? { state: { is: "held", since: START - DAY, until: START + 9 * DAY } }
              : state === "released"
                ? { state: { is: "released", since: START - DAY } }
                : {}),
          }),
        );
      const input = {
        others: sample.others,
        numbers: sample.numbers.flatMap(({ disposition, state }, at) =>
          disposition && state === "active" ? [{ id: ids[at]!, disposition }] : [],
        ),
      };
      const solveig = app.callerFor(SOLVEIG, "solo");
      let { proposal } = await solveig.lifecycle.proposeCancel(input);
      const activeIndex = sample.numbers.findIndex(({ state }) => state === "active");
      if (sample.changedMeanwhile && activeIndex >= 0) {
        const { version } = await solveig.numbers.get({ id: ids[activeIndex]! });
        await solveig.numbers.save({ id: ids[activeIndex]!, version, name: "Other", source: null, route: null });
        const { name } = await solveig.proposals.get({ proposal });
        expect(await failureOf(solveig.proposals.confirm({ proposal, name }))).toMatchObject({
          key: "proposals.changed",
        });
        ({ proposal } = await solveig.proposals.remake({ proposal }));
      }
      await confirmAndCompare(app, solveig, proposal);
      app.advance(sample.days * DAY);
      await runBilling(app.services);
      await runDueJobs(app.services);
      const later = await app.signInAgain(SOLVEIG, "solo");
      const { verbs } = await later.lifecycle.status();
      const back =
        verbs["undo cancel"] === null ? await later.lifecycle.proposeUndo() : await later.lifecycle.proposeReactivate();
      await confirmAndCompare(app, later, back.proposal);
      expect((await later.lifecycle.status()).canceled).toBeNull();
      const flag = await later.lifecycle.proposeFlag({ flag: "stopped" });
      await confirmAndCompare(app, later, flag.proposal);
      expect(await reconcile(app.services.db)).toMatchObject({ broken: null });
      expect(await findBrokenLink(app.services.db)).toBeNull();
      expect((await later.account.get()).name).toBe(BAKERY);
      await app.close();
    }),
    { numRuns: 40 },
  );
}, 240_000);
