import { expect, test } from "vitest";
import { runBilling } from "../../../src/features/balance/billing.ts";
import { runDueJobs } from "../../../src/jobs/queue.ts";
import { DAY, HOUR, openTestApp, failureOf, type TestApp } from "../../support/kit.ts";
import { ownBalance, setBalance } from "../../support/fixtures/money.ts";
import { addNumber } from "../../support/fixtures/numbers.ts";
import { makeLongBatch } from "../../support/scopes.ts";

const FEE = 1_500_000;
const signInAgain = (app: TestApp) => app.signInAgain("dana@callboard.demo", "northwind");
const bookedFees = async (app: TestApp) =>
  (await app.selectRows("SELECT micros, memo FROM postings WHERE memo LIKE '%\"number\"%' ORDER BY seq")).map(
    ({ micros, memo }) => [JSON.parse(memo).key, Number(micros)],
  );

/** Two imported numbers, whose import is undone after an hour. */
async function removeNumber(isLong = false) {
  const app = await openTestApp();
  const dana = await signInAgain(app);
  const text = "Number\n+15122001000\n+15122001001\n";
  const { run } = await dana.numbers.import({ name: "numbers.csv", text });
  await dana.runs.start({ run });
  await runDueJobs(app.services, "runs");
  if (isLong) await makeLongBatch(app.services, app.account("northwind"), run);
  app.advance(HOUR);
  const undo = await dana.history.proposeUndo({ batch: run });
  const shown = undo.proposal === null ? null : await dana.proposals.get({ proposal: undo.proposal });
  if (undo.run !== null) {
    await dana.runs.start({ run: undo.run });
    await runDueJobs(app.services, "runs");
  }
  const batch = undo.run ?? (await dana.proposals.confirm({ proposal: undo.proposal! })).batch;
  return { app, batch, shown };
}

test("a number restored after 100 days starts a month then, as the proposal says, and is charged for none in between", async () => {
  const { app, batch, shown } = await removeNumber();
  expect(shown!.lines.find(({ key }) => key.endsWith(":fees:gone"))).toMatchObject({
    group: "money per month",
    text: "Fees for 2 numbers end; the current month is not refunded",
    micros: -2 * FEE,
  });
  app.advance(100 * DAY);
  await runBilling(app.services);
  expect(await bookedFees(app)).toEqual([]);
  const dana = await signInAgain(app);
  const { proposal } = await dana.history.proposeUndo({ batch });
  const { lines } = await dana.proposals.get({ proposal: proposal! });
  expect(
    lines.filter(({ micros }) => micros !== null).map(({ group, text, micros, as }) => [group, text, micros, as]),
  ).toEqual([
    ["money now", "A month of 2 numbers starts today", 2 * FEE, "effect"],
    ["money per month", "Fees for 2 numbers continue from now", 2 * FEE, "figure"],
  ]);
  const before = await ownBalance(app, app.account("northwind"));
  await dana.proposals.confirm({ proposal: proposal! });
  const restoredAt = app.now();
  await runBilling(app.services);
  expect(await bookedFees(app)).toEqual([
    ["numbers.firstMonth", FEE],
    ["numbers.firstMonth", FEE],
  ]);
  expect(await ownBalance(app, app.account("northwind"))).toBe(before - 2 * FEE);
  const numbers = await app.selectRows("SELECT data FROM records WHERE kind = 'number' AND data LIKE '%+1512200%'");
  for (const { data } of numbers)
    expect(JSON.parse(data)).toMatchObject({
      state: { is: "active", since: restoredAt },
      billingAnchor: restoredAt,
      graceUntil: null,
    });
  app.advance(35 * DAY);
  await runBilling(app.services);
  expect((await bookedFees(app)).slice(2)).toEqual([
    ["balance.renewal", FEE],
    ["balance.renewal", FEE],
  ]);
});

test("within a month that is paid, restoring charges nothing, and the due date stays", async () => {
  const { app, batch } = await removeNumber();
  const dana = await signInAgain(app);
  app.advance(2 * DAY);
  const { proposal } = await dana.history.proposeUndo({ batch });
  const { lines } = await dana.proposals.get({ proposal: proposal! });
  expect(lines.filter(({ group }) => group === "money now")).toEqual([]);
  await dana.proposals.confirm({ proposal: proposal! });
  expect(await bookedFees(app)).toEqual([]);
  app.advance(29 * DAY);
  await runBilling(app.services);
  expect(await bookedFees(app)).toEqual([
    ["balance.renewal", FEE],
    ["balance.renewal", FEE],
  ]);
});

test("a restore that the balance doesn't cover is refused when proposed, and nothing is restored on credit", async () => {
  const { app, batch } = await removeNumber();
  app.advance(100 * DAY);
  await setBalance(app, "northwind", 2 * FEE - 1);
  const dana = await signInAgain(app);
  expect(await failureOf(dana.history.proposeUndo({ batch }))).toMatchObject({ code: "unpaid", key: "history.unpaid" });
  await setBalance(app, "northwind", 2 * FEE);
  const { proposal } = await dana.history.proposeUndo({ batch });
  await setBalance(app, "northwind", 2 * FEE - 1);
  expect(await failureOf(dana.proposals.confirm({ proposal: proposal! }))).toMatchObject({ key: "history.unpaid" });
});

test("a run that restores many numbers shows their cost before it starts, and books each once", async () => {
  const { app, batch } = await removeNumber(true);
  app.advance(100 * DAY);
  await setBalance(app, "northwind", 2 * FEE);
  const dana = await signInAgain(app);
  await makeLongBatch(app.services, app.account("northwind"), batch);
  const { run } = await dana.history.proposeUndo({ batch });
  expect(await dana.runs.get({ run: run! })).toMatchObject({
    costs: { count: 2, nowMicros: 2 * FEE, monthMicros: 2 * FEE },
  });
  await dana.runs.start({ run: run! });
  await runDueJobs(app.services, "runs");
  expect(await dana.runs.get({ run: run! })).toMatchObject({ counts: { done: 4, failed: 0 } });
  expect(await bookedFees(app)).toHaveLength(2);
  expect(await ownBalance(app, app.account("northwind"))).toBe(0);
});

test("undoing the purchase of a number is refused, as the carrier would keep charging for it", async () => {
  const app = await openTestApp();
  const id = await addNumber(app, "northwind", "+15125550177");
  const dana = await signInAgain(app);
  expect(
    await failureOf(dana.history.proposeRestore({ kind: "number", id, version: 1, take: "change" })),
  ).toMatchObject({
    key: "numbers.boughtStays",
  });
});
