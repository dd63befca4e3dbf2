import { expect, test } from "vitest";
import { bill } from "../src/billing.ts";
import { workOff } from "../src/jobs.ts";
import { DAY, HOUR, openTestWorld, refusal, type TestWorld } from "./kit.ts";
import { ownSum, setBalance } from "./money.ts";
import { addNumber } from "./numbered.ts";
import { lengthen } from "./scopes.ts";

const FEE = 1_500_000;
const anew = (it: TestWorld) => it.anew("dana@callboard.demo", "northwind");
const booked = async (it: TestWorld) =>
  (await it.rows("SELECT micros, memo FROM postings WHERE memo LIKE '%\"number\"%' ORDER BY seq")).map(
    ({ micros, memo }) => [JSON.parse(memo).key, Number(micros)],
  );

/** Two numbers that an import brought, and that are taken back after an hour. */
async function taken(isLong = false) {
  const it = await openTestWorld();
  const dana = await anew(it);
  const text = "Number\n+15122001000\n+15122001001\n";
  const { run } = await dana.tracking.importNumbers({ name: "numbers.csv", text });
  await dana.runs.start({ run });
  await workOff(it.world, "runs");
  if (isLong) await lengthen(it.world, it.account("northwind"), run);
  it.pass(HOUR);
  const undo = await dana.history.proposeUndo({ batch: run });
  const shown = undo.proposal === null ? null : await dana.proposals.get({ proposal: undo.proposal });
  if (undo.run !== null) {
    await dana.runs.start({ run: undo.run });
    await workOff(it.world, "runs");
  }
  const batch = undo.run ?? (await dana.proposals.confirm({ proposal: undo.proposal! })).batch;
  return { it, batch, shown };
}

test("a number that comes back after 100 days begins a month then, which its proposal names: none in between is booked", async () => {
  const { it, batch, shown } = await taken();
  expect(shown!.lines.find(({ key }) => key.endsWith(":fees:gone"))).toMatchObject({
    group: "money per month",
    text: "Fees of 2 numbers end; a month that has begun is not paid back",
    micros: -2 * FEE,
  });
  it.pass(100 * DAY);
  await bill(it.world);
  expect(await booked(it)).toEqual([]);
  const dana = await anew(it);
  const { proposal } = await dana.history.proposeUndo({ batch });
  const { lines } = await dana.proposals.get({ proposal: proposal! });
  expect(
    lines.filter(({ micros }) => micros !== null).map(({ group, text, micros, as }) => [group, text, micros, as]),
  ).toEqual([
    ["money now", "A month of 2 numbers begins today", 2 * FEE, "effect"],
    ["money per month", "Fees of 2 numbers go on from now", 2 * FEE, "figure"],
  ]);
  const before = await ownSum(it, it.account("northwind"));
  await dana.proposals.confirm({ proposal: proposal! });
  const back = it.now();
  await bill(it.world);
  expect(await booked(it)).toEqual([
    ["errands.firstMonth", FEE],
    ["errands.firstMonth", FEE],
  ]);
  expect(await ownSum(it, it.account("northwind"))).toBe(before - 2 * FEE);
  const { docs } = { docs: await it.rows("SELECT data FROM records WHERE kind = 'number' AND data LIKE '%+1512200%'") };
  for (const { data } of docs)
    expect(JSON.parse(data)).toMatchObject({
      standing: { is: "active", since: back },
      paidFrom: back,
      graceUntil: null,
    });
  it.pass(35 * DAY);
  await bill(it.world);
  expect((await booked(it)).slice(2)).toEqual([
    ["balance.renewal", FEE],
    ["balance.renewal", FEE],
  ]);
});

test("within the month that was paid for nothing is charged again, and its day stays", async () => {
  const { it, batch } = await taken();
  const dana = await anew(it);
  it.pass(2 * DAY);
  const { proposal } = await dana.history.proposeUndo({ batch });
  const { lines } = await dana.proposals.get({ proposal: proposal! });
  expect(lines.filter(({ group }) => group === "money now")).toEqual([]);
  await dana.proposals.confirm({ proposal: proposal! });
  expect(await booked(it)).toEqual([]);
  it.pass(29 * DAY);
  await bill(it.world);
  expect(await booked(it)).toEqual([
    ["balance.renewal", FEE],
    ["balance.renewal", FEE],
  ]);
});

test("what the balance does not bear is refused when it is asked for, and does not come back on credit", async () => {
  const { it, batch } = await taken();
  it.pass(100 * DAY);
  await setBalance(it, "northwind", 2 * FEE - 1);
  const dana = await anew(it);
  expect(await refusal(dana.history.proposeUndo({ batch }))).toMatchObject({ code: "unpaid", key: "history.unpaid" });
  await setBalance(it, "northwind", 2 * FEE);
  const { proposal } = await dana.history.proposeUndo({ batch });
  await setBalance(it, "northwind", 2 * FEE - 1);
  expect(await refusal(dana.proposals.confirm({ proposal: proposal! }))).toMatchObject({ key: "history.unpaid" });
});

test("a run that brings many back says what they cost before it begins, and books each once", async () => {
  const { it, batch } = await taken(true);
  it.pass(100 * DAY);
  await setBalance(it, "northwind", 2 * FEE);
  const dana = await anew(it);
  await lengthen(it.world, it.account("northwind"), batch);
  const { run } = await dana.history.proposeUndo({ batch });
  expect(await dana.runs.get({ run: run! })).toMatchObject({
    costs: { count: 2, nowMicros: 2 * FEE, monthMicros: 2 * FEE },
  });
  await dana.runs.start({ run: run! });
  await workOff(it.world, "runs");
  expect(await dana.runs.get({ run: run! })).toMatchObject({ counts: { done: 4, failed: 0 } });
  expect(await booked(it)).toHaveLength(2);
  expect(await ownSum(it, it.account("northwind"))).toBe(0);
});

test("a number that was bought does not go by taking back its making: its carrier would go on", async () => {
  const it = await openTestWorld();
  const id = await addNumber(it, "northwind", "+15125550177");
  const dana = await anew(it);
  expect(await refusal(dana.history.proposeRestore({ kind: "number", id, version: 1, take: "change" }))).toMatchObject({
    key: "tracking.boughtStays",
  });
});
