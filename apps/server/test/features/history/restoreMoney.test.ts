import { expect, test } from "vitest";
import { runBilling } from "../../../src/features/balance/billing.ts";
import { runDueJobs } from "../../../src/jobs/queue.ts";
import { DAY, HOUR, openTestApp, failureOf, type TestApp } from "../../support/kit.ts";
import { ownBalance, setBalance } from "../../support/fixtures/money.ts";
import { addNumber } from "../../support/fixtures/numbers.ts";
import { makeLongBatch } from "../../support/scopes.ts";

const FEE = 1_500_000;
const signInAgain = (it: TestApp) => it.anew("dana@callboard.demo", "northwind");
const bookedFees = async (it: TestApp) =>
  (await it.rows("SELECT micros, memo FROM postings WHERE memo LIKE '%\"number\"%' ORDER BY seq")).map(
    ({ micros, memo }) => [JSON.parse(memo).key, Number(micros)],
  );

/** Two numbers that an import brought, and that are taken back after an hour. */
async function removeNumber(isLong = false) {
  const it = await openTestApp();
  const dana = await signInAgain(it);
  const text = "Number\n+15122001000\n+15122001001\n";
  const { run } = await dana.numbers.import({ name: "numbers.csv", text });
  await dana.runs.start({ run });
  await runDueJobs(it.world, "runs");
  if (isLong) await makeLongBatch(it.world, it.account("northwind"), run);
  it.pass(HOUR);
  const undo = await dana.history.proposeUndo({ batch: run });
  const shown = undo.proposal === null ? null : await dana.proposals.get({ proposal: undo.proposal });
  if (undo.run !== null) {
    await dana.runs.start({ run: undo.run });
    await runDueJobs(it.world, "runs");
  }
  const batch = undo.run ?? (await dana.proposals.confirm({ proposal: undo.proposal! })).batch;
  return { it, batch, shown };
}

test("a number that comes back after 100 days begins a month then, which its proposal names: none in between is booked", async () => {
  const { it, batch, shown } = await removeNumber();
  expect(shown!.lines.find(({ key }) => key.endsWith(":fees:gone"))).toMatchObject({
    group: "money per month",
    text: "Fees of 2 numbers end; a month that has begun is not paid back",
    micros: -2 * FEE,
  });
  it.pass(100 * DAY);
  await runBilling(it.world);
  expect(await bookedFees(it)).toEqual([]);
  const dana = await signInAgain(it);
  const { proposal } = await dana.history.proposeUndo({ batch });
  const { lines } = await dana.proposals.get({ proposal: proposal! });
  expect(
    lines.filter(({ micros }) => micros !== null).map(({ group, text, micros, as }) => [group, text, micros, as]),
  ).toEqual([
    ["money now", "A month of 2 numbers begins today", 2 * FEE, "effect"],
    ["money per month", "Fees of 2 numbers go on from now", 2 * FEE, "figure"],
  ]);
  const before = await ownBalance(it, it.account("northwind"));
  await dana.proposals.confirm({ proposal: proposal! });
  const back = it.now();
  await runBilling(it.world);
  expect(await bookedFees(it)).toEqual([
    ["errands.firstMonth", FEE],
    ["errands.firstMonth", FEE],
  ]);
  expect(await ownBalance(it, it.account("northwind"))).toBe(before - 2 * FEE);
  const { docs } = { docs: await it.rows("SELECT data FROM records WHERE kind = 'number' AND data LIKE '%+1512200%'") };
  for (const { data } of docs)
    expect(JSON.parse(data)).toMatchObject({
      standing: { is: "active", since: back },
      paidFrom: back,
      graceUntil: null,
    });
  it.pass(35 * DAY);
  await runBilling(it.world);
  expect((await bookedFees(it)).slice(2)).toEqual([
    ["balance.renewal", FEE],
    ["balance.renewal", FEE],
  ]);
});

test("within the month that was paid for nothing is charged again, and its day stays", async () => {
  const { it, batch } = await removeNumber();
  const dana = await signInAgain(it);
  it.pass(2 * DAY);
  const { proposal } = await dana.history.proposeUndo({ batch });
  const { lines } = await dana.proposals.get({ proposal: proposal! });
  expect(lines.filter(({ group }) => group === "money now")).toEqual([]);
  await dana.proposals.confirm({ proposal: proposal! });
  expect(await bookedFees(it)).toEqual([]);
  it.pass(29 * DAY);
  await runBilling(it.world);
  expect(await bookedFees(it)).toEqual([
    ["balance.renewal", FEE],
    ["balance.renewal", FEE],
  ]);
});

test("what the balance does not bear is refused when it is asked for, and does not come back on credit", async () => {
  const { it, batch } = await removeNumber();
  it.pass(100 * DAY);
  await setBalance(it, "northwind", 2 * FEE - 1);
  const dana = await signInAgain(it);
  expect(await failureOf(dana.history.proposeUndo({ batch }))).toMatchObject({ code: "unpaid", key: "history.unpaid" });
  await setBalance(it, "northwind", 2 * FEE);
  const { proposal } = await dana.history.proposeUndo({ batch });
  await setBalance(it, "northwind", 2 * FEE - 1);
  expect(await failureOf(dana.proposals.confirm({ proposal: proposal! }))).toMatchObject({ key: "history.unpaid" });
});

test("a run that brings many back says what they cost before it begins, and books each once", async () => {
  const { it, batch } = await removeNumber(true);
  it.pass(100 * DAY);
  await setBalance(it, "northwind", 2 * FEE);
  const dana = await signInAgain(it);
  await makeLongBatch(it.world, it.account("northwind"), batch);
  const { run } = await dana.history.proposeUndo({ batch });
  expect(await dana.runs.get({ run: run! })).toMatchObject({
    costs: { count: 2, nowMicros: 2 * FEE, monthMicros: 2 * FEE },
  });
  await dana.runs.start({ run: run! });
  await runDueJobs(it.world, "runs");
  expect(await dana.runs.get({ run: run! })).toMatchObject({ counts: { done: 4, failed: 0 } });
  expect(await bookedFees(it)).toHaveLength(2);
  expect(await ownBalance(it, it.account("northwind"))).toBe(0);
});

test("a number that was bought does not go by taking back its making: its carrier would go on", async () => {
  const it = await openTestApp();
  const id = await addNumber(it, "northwind", "+15125550177");
  const dana = await signInAgain(it);
  expect(
    await failureOf(dana.history.proposeRestore({ kind: "number", id, version: 1, take: "change" })),
  ).toMatchObject({
    key: "tracking.boughtStays",
  });
});
