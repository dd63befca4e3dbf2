import fc from "fast-check";
import { expect, test } from "vitest";
import { runBilling } from "../../src/features/balance/billing.ts";
import { runDueJobs } from "../../src/jobs/queue.ts";
import { failureOf, SECOND } from "../support/kit.ts";
import { ownBalance, setBalance } from "../support/fixtures/money.ts";
import { addNumber } from "../support/fixtures/numbers.ts";
import { addCards, PAYING_CARD } from "../support/fixtures/payments.ts";
import { UNIT, openWithRecharge } from "../support/fixtures/recharge.ts";

const HARRIET = "harriet@callboard.demo";

/** A card payment of 60, after which the balance is set to this amount. No provider answers before `settle`. */
async function openWithPayment(balance: number) {
  const app = await openWithRecharge([PAYING_CARD], { enabled: false });
  await app.dana.balance.topUp({ cents: 6000 });
  await app.settle();
  await setBalance(app, "northwind", balance * UNIT);
  const [payment] = await app.payments();
  const refund = (units: number, account = "northwind") =>
    app.callerFor("otto@callboard.demo").balance.refund({
      account: app.account(account),
      entry: payment!.entry,
      cents: units * 100,
      reason: "not wanted",
    });
  return { ...app, refund };
}

test("two refunds in progress can't take more together than there is", async () => {
  const app = await openWithPayment(40);
  await app.refund(30);
  expect(await failureOf(app.refund(30))).toMatchObject({ key: "balance.refund.notEnoughBalance", field: "cents" });
  await app.refund(10);
  await app.settle(2, SECOND);
  expect(await app.currentBalance()).toBe(0);
});

test("money that is being refunded can't buy a number, nor the other way round", async () => {
  const app = await openWithPayment(10);
  await app.refund(9);
  expect(await failureOf(app.dana.numbers.buy({ e164: "+15125550100", name: "Spring" }))).toMatchObject({
    key: "numbers.unpaid",
  });
  await app.settle();
  await setBalance(app, "northwind", 10 * UNIT);
  await app.dana.numbers.buy({ e164: "+15125550100", name: "Spring" });
  expect(await failureOf(app.refund(9))).toMatchObject({ key: "balance.refund.notEnoughBalance" });
  await app.refund(8);
});

test("money for an order that the agency pays can't be refunded to the agency either", async () => {
  const app = await openWithRecharge([]);
  await addCards(app, HARRIET, "harbor", [{ number: PAYING_CARD }]);
  await app.callerFor(HARRIET, "harbor").balance.topUp({ cents: 6000 });
  await app.settle();
  await setBalance(app, "harbor", 10 * UNIT);
  const [payment] = (await app.callerFor(HARRIET, "harbor").balance.entries({ types: ["payment"] })).entries;
  const refund = (cents: number) =>
    app
      .callerFor("otto@callboard.demo")
      .balance.refund({ account: app.account("harbor"), entry: payment!.entry, cents, reason: "not wanted" });
  await app.callerFor("ida@callboard.demo", "parkside").numbers.buy({ e164: "+15125550100", name: "Spring" });
  expect(await failureOf(refund(900))).toMatchObject({ key: "balance.refund.notEnoughBalance" });
  await refund(800);
  expect(
    await failureOf(
      app.callerFor("ida@callboard.demo", "parkside").numbers.buy({ e164: "+15125550101", name: "Autumn" }),
    ),
  ).toMatchObject({ key: "numbers.unpaid" });
});

test("money that is being refunded can't prepay holds, even if the refund began after the proposal", async () => {
  const app = await openWithPayment(40);
  await addNumber(app, "northwind", "+15125550177", { renewsAt: app.now() });
  const cancel = () => app.dana.lifecycle.proposeCancel({ others: { is: "hold", days: 365 } });
  const { proposal } = await cancel();
  await app.refund(39);
  expect(await failureOf(app.dana.proposals.confirm({ proposal, name: "Northwind" }))).toMatchObject({
    key: "lifecycle.holdUnpaid",
  });
  expect(await failureOf(cancel())).toMatchObject({ key: "lifecycle.holdUnpaid" });
});

test("money that is being refunded can't pay for a month that a restore starts", async () => {
  const app = await openWithPayment(40);
  const { run: batch } = await app.dana.numbers.import({ name: "one.csv", text: "Number\n+15122001000\n" });
  await app.dana.runs.start({ run: batch });
  await runDueJobs(app.services, "runs");
  const undo = await app.dana.history.proposeUndo({ batch });
  const undoResult = await app.dana.proposals.confirm({ proposal: undo.proposal! });
  app.advance(40 * 24 * 3600 * SECOND);
  await setBalance(app, "northwind", 40 * UNIT);
  const [payment] = await app.payments();
  const dana = await app.signInAgain("dana@callboard.demo", "northwind");
  const redo = await dana.history.proposeUndo({ batch: undoResult.batch });
  const refund = { account: app.account("northwind"), entry: payment!.entry, cents: 3900, reason: "not wanted" };
  await (await app.signInAgain("otto@callboard.demo")).balance.refund(refund);
  const unpaid = { key: "history.unpaid" };
  expect(await failureOf(dana.proposals.confirm({ proposal: redo.proposal! }))).toMatchObject(unpaid);
  expect(await failureOf(dana.history.proposeUndo({ batch: undoResult.batch }))).toMatchObject(unpaid);
});

test("money that is being refunded can't pay for a more expensive plan", async () => {
  const app = await openWithRecharge([], { enabled: false });
  const solveig = "solveig@callboard.demo";
  await addCards(app, solveig, "solo", [{ number: PAYING_CARD }]);
  await app.callerFor(solveig, "solo").balance.topUp({ cents: 6000 });
  await app.settle();
  // The first month is free, so the plan changes in a later one.
  app.advance(20 * 24 * 3600 * SECOND);
  const me = await app.signInAgain(solveig, "solo");
  app.advance(20 * 24 * 3600 * SECOND);
  await runBilling(app.services);
  await setBalance(app, "solo", 60 * UNIT);
  const [payment] = (await me.balance.entries({ types: ["payment"] })).entries;
  await me.plans.proposeChange({ plan: "advanced" });
  const otto = await app.signInAgain("otto@callboard.demo");
  await otto.balance.refund({ account: app.account("solo"), entry: payment!.entry, cents: 6000, reason: "not wanted" });
  expect(await failureOf(me.plans.proposeChange({ plan: "advanced" }))).toMatchObject({ key: "plans.unpaid" });
});

test("an agency can't pass on its balance while a refund is in progress", async () => {
  const app = await openWithRecharge([]);
  await addCards(app, HARRIET, "harbor", [{ number: PAYING_CARD }]);
  const harriet = app.callerFor(HARRIET, "harbor");
  await harriet.balance.topUp({ cents: 6000 });
  await app.settle();
  await setBalance(app, "harbor", 150 * UNIT);
  for (const account of ["mason", "parkside"]) {
    const who = app.callerFor(HARRIET, account);
    const { proposal } = await who.lifecycle.proposeCancel({ others: { is: "release" } });
    await who.proposals.confirm({ proposal, name: (await who.proposals.get({ proposal })).name });
  }
  await runDueJobs(app.services, "requests");
  const [payment] = (await harriet.balance.entries({ types: ["payment"] })).entries;
  await app
    .callerFor("otto@callboard.demo")
    .balance.refund({ account: app.account("harbor"), entry: payment!.entry, cents: 1000, reason: "not wanted" });
  const detach = () => harriet.plans.proposeDetach({ plan: "essentials", detachment: app.account("northwind") });
  expect(await failureOf(detach())).toMatchObject({ key: "balance.refund.inFlight" });
  await app.settle(2, SECOND);
  await detach();
});

type Step = { is: "refund"; units: number } | { is: "buy"; at: number } | { is: "answers" };
const stepArbitrary = fc.oneof(
  fc.record({ is: fc.constant("refund" as const), units: fc.integer({ min: 1, max: 25 }) }),
  fc.record({ is: fc.constant("buy" as const), at: fc.integer({ min: 0, max: 30 }) }),
  fc.record({ is: fc.constant("answers" as const) }),
);

test("whatever is requested in any order, every accepted request is covered when it is paid", async () => {
  const app = await openWithRecharge([PAYING_CARD], { enabled: false });
  // Long timeouts: a busy machine mustn't look like a silent provider.
  app.sandbox.timeoutMs = app.carrier.timeoutMs = 60_000;
  const otto = app.callerFor("otto@callboard.demo");
  let rounds = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 30 }),
      fc.array(stepArbitrary, { minLength: 4, maxLength: 12 }),
      async (units, steps: Step[]) => {
        rounds += 1;
        await app.dana.balance.topUp({ cents: 6000 });
        await app.settle();
        await setBalance(app, "northwind", units * UNIT);
        const { entry } = (await app.dana.balance.entries({ types: ["payment"] })).entries[0]!;
        for (const one of steps) {
          const cents = one.is === "refund" ? one.units * 100 : 0;
          if (one.is === "answers") await app.settle();
          else if (one.is === "refund")
            await otto.balance
              .refund({ account: app.account("northwind"), entry, cents, reason: "unwanted" })
              .catch(expectFailure);
          else
            await app.dana.numbers
              .buy({ e164: `+1512556${rounds * 40 + one.at + 1000}`, name: "Line" })
              .catch(expectFailure);
        }
        await app.settle(2, SECOND);
        expect(await ownBalance(app, app.account("northwind"))).toBeGreaterThanOrEqual(0);
      },
    ),
    { numRuns: 40 },
  );
});

const expectFailure = async (error: unknown) => void (await failureOf(Promise.reject(error)));
