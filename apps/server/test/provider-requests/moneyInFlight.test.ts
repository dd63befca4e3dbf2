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
async function paid(balance: number) {
  const it = await openWithRecharge([PAYING_CARD], { on: false });
  await it.dana.balance.topUp({ cents: 6000 });
  await it.settle();
  await setBalance(it.it, "northwind", balance * UNIT);
  const [payment] = await it.payments();
  const refund = (units: number, account = "northwind") =>
    it.as("otto@callboard.demo").balance.refund({
      account: it.account(account),
      entry: payment!.entry,
      cents: units * 100,
      reason: "not wanted",
    });
  return { ...it, refund };
}

test("two refunds in progress can't take more together than there is", async () => {
  const it = await paid(40);
  await it.refund(30);
  expect(await failureOf(it.refund(30))).toMatchObject({ key: "refund.notThere", field: "cents" });
  await it.refund(10);
  await it.settle(2, SECOND);
  expect(await it.sum()).toBe(0);
});

test("money that is being refunded can't buy a number, nor the other way round", async () => {
  const it = await paid(10);
  await it.refund(9);
  expect(await failureOf(it.dana.numbers.buy({ e164: "+15125550100", name: "Spring" }))).toMatchObject({
    key: "errands.unpaid",
  });
  await it.settle();
  await setBalance(it.it, "northwind", 10 * UNIT);
  await it.dana.numbers.buy({ e164: "+15125550100", name: "Spring" });
  expect(await failureOf(it.refund(9))).toMatchObject({ key: "refund.notThere" });
  await it.refund(8);
});

test("money for an order that the agency pays can't be refunded to the agency either", async () => {
  const it = await openWithRecharge([]);
  await addCards(it.it, HARRIET, "harbor", [{ number: PAYING_CARD }]);
  await it.as(HARRIET, "harbor").balance.topUp({ cents: 6000 });
  await it.settle();
  await setBalance(it.it, "harbor", 10 * UNIT);
  const [payment] = (await it.as(HARRIET, "harbor").balance.entries({ types: ["payment"] })).entries;
  const refund = (cents: number) =>
    it
      .as("otto@callboard.demo")
      .balance.refund({ account: it.account("harbor"), entry: payment!.entry, cents, reason: "not wanted" });
  await it.as("ida@callboard.demo", "parkside").numbers.buy({ e164: "+15125550100", name: "Spring" });
  expect(await failureOf(refund(900))).toMatchObject({ key: "refund.notThere" });
  await refund(800);
  expect(
    await failureOf(it.as("ida@callboard.demo", "parkside").numbers.buy({ e164: "+15125550101", name: "Autumn" })),
  ).toMatchObject({ key: "errands.unpaid" });
});

test("money that is being refunded can't prepay holds, even if the refund began after the proposal", async () => {
  const it = await paid(40);
  await addNumber(it.it, "northwind", "+15125550177", { renewsAt: it.now() });
  const cancel = () => it.dana.lifecycle.proposeCancel({ others: { is: "hold", days: 365 } });
  const { proposal } = await cancel();
  await it.refund(39);
  expect(await failureOf(it.dana.proposals.confirm({ proposal, name: "Northwind" }))).toMatchObject({
    key: "lifecycle.holdUnpaid",
  });
  expect(await failureOf(cancel())).toMatchObject({ key: "lifecycle.holdUnpaid" });
});

test("money that is being refunded can't pay for a month that a restore starts", async () => {
  const it = await paid(40);
  const { run: batch } = await it.dana.numbers.import({ name: "one.csv", text: "Number\n+15122001000\n" });
  await it.dana.runs.start({ run: batch });
  await runDueJobs(it.it.world, "runs");
  const taken = await it.dana.history.proposeUndo({ batch });
  const undone = await it.dana.proposals.confirm({ proposal: taken.proposal! });
  it.pass(40 * 24 * 3600 * SECOND);
  await setBalance(it.it, "northwind", 40 * UNIT);
  const [payment] = await it.payments();
  const dana = await it.anew("dana@callboard.demo", "northwind");
  const back = await dana.history.proposeUndo({ batch: undone.batch });
  const refund = { account: it.account("northwind"), entry: payment!.entry, cents: 3900, reason: "not wanted" };
  await (await it.anew("otto@callboard.demo")).balance.refund(refund);
  const unpaid = { key: "history.unpaid" };
  expect(await failureOf(dana.proposals.confirm({ proposal: back.proposal! }))).toMatchObject(unpaid);
  expect(await failureOf(dana.history.proposeUndo({ batch: undone.batch }))).toMatchObject(unpaid);
});

test("money that is being refunded can't pay for a more expensive plan", async () => {
  const it = await openWithRecharge([], { on: false });
  const solveig = "solveig@callboard.demo";
  await addCards(it.it, solveig, "solo", [{ number: PAYING_CARD }]);
  await it.as(solveig, "solo").balance.topUp({ cents: 6000 });
  await it.settle();
  // The first month is free, so the plan changes in a later one.
  it.pass(20 * 24 * 3600 * SECOND);
  const me = await it.anew(solveig, "solo");
  it.pass(20 * 24 * 3600 * SECOND);
  await runBilling(it.world);
  await setBalance(it.it, "solo", 60 * UNIT);
  const [payment] = (await me.balance.entries({ types: ["payment"] })).entries;
  await me.plans.proposeChange({ plan: "advanced" });
  const otto = await it.anew("otto@callboard.demo");
  await otto.balance.refund({ account: it.account("solo"), entry: payment!.entry, cents: 6000, reason: "not wanted" });
  expect(await failureOf(me.plans.proposeChange({ plan: "advanced" }))).toMatchObject({ key: "plans.unpaid" });
});

test("an agency can't pass on its balance while a refund is in progress", async () => {
  const it = await openWithRecharge([]);
  await addCards(it.it, HARRIET, "harbor", [{ number: PAYING_CARD }]);
  const harriet = it.as(HARRIET, "harbor");
  await harriet.balance.topUp({ cents: 6000 });
  await it.settle();
  await setBalance(it.it, "harbor", 150 * UNIT);
  for (const account of ["mason", "parkside"]) {
    const who = it.as(HARRIET, account);
    const { proposal } = await who.lifecycle.proposeCancel({ others: { is: "release" } });
    await who.proposals.confirm({ proposal, name: (await who.proposals.get({ proposal })).name });
  }
  await runDueJobs(it.world, "errands");
  const [payment] = (await harriet.balance.entries({ types: ["payment"] })).entries;
  await it
    .as("otto@callboard.demo")
    .balance.refund({ account: it.account("harbor"), entry: payment!.entry, cents: 1000, reason: "not wanted" });
  const alone = () => harriet.plans.proposeDetach({ plan: "essentials", standalone: it.account("northwind") });
  expect(await failureOf(alone())).toMatchObject({ key: "refund.inFlight" });
  await it.settle(2, SECOND);
  await alone();
});

type Step = { is: "refund"; units: number } | { is: "buy"; at: number } | { is: "answers" };
const stepArbitrary = fc.oneof(
  fc.record({ is: fc.constant("refund" as const), units: fc.integer({ min: 1, max: 25 }) }),
  fc.record({ is: fc.constant("buy" as const), at: fc.integer({ min: 0, max: 30 }) }),
  fc.record({ is: fc.constant("answers" as const) }),
);

test("whatever is requested in any order, every accepted request is covered when it is paid", async () => {
  const it = await openWithRecharge([PAYING_CARD], { on: false });
  // Long timeouts: a busy machine mustn't look like a silent provider.
  it.sandbox.patienceMs = it.it.carrier.patienceMs = 60_000;
  const otto = it.as("otto@callboard.demo");
  let rounds = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 30 }),
      fc.array(stepArbitrary, { minLength: 4, maxLength: 12 }),
      async (units, asks: Step[]) => {
        rounds += 1;
        await it.dana.balance.topUp({ cents: 6000 });
        await it.settle();
        await setBalance(it.it, "northwind", units * UNIT);
        const { entry } = (await it.dana.balance.entries({ types: ["payment"] })).entries[0]!;
        for (const one of asks) {
          const cents = one.is === "refund" ? one.units * 100 : 0;
          if (one.is === "answers") await it.settle();
          else if (one.is === "refund")
            await otto.balance
              .refund({ account: it.account("northwind"), entry, cents, reason: "unwanted" })
              .catch(expectFailure);
          else
            await it.dana.numbers
              .buy({ e164: `+1512556${rounds * 40 + one.at + 1000}`, name: "Line" })
              .catch(expectFailure);
        }
        await it.settle(2, SECOND);
        expect(await ownBalance(it.it, it.account("northwind"))).toBeGreaterThanOrEqual(0);
      },
    ),
    { numRuns: 40 },
  );
});

const expectFailure = async (error: unknown) => void (await failureOf(Promise.reject(error)));
