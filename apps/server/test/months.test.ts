import { describe, expect, test } from "vitest";
import { bill } from "../src/billing.ts";
import { DAY, openTestWorld, SECOND, type TestWorld } from "./kit.ts";
import { setBalance } from "./money.ts";
import { addCards, cardPageOf, PAYS } from "./payments.ts";
import { LOOKS, UNIT, withRecharge } from "./recharging.ts";

const DANA = "dana@callboard.demo";
const OTTO = "otto@callboard.demo";

/** Moves the clock to this instant. */
export const to = (it: TestWorld, instant: string): void => it.pass(Date.parse(instant) - it.now());

async function inZone(it: TestWorld, zone: string): Promise<void> {
  const dana = await it.anew(DANA, "northwind");
  const { version, name, billTo, idle } = await dana.account.get();
  await dana.account.save({ version, name, zone, billTo, idle });
}

test("an account that was opened early on the 31st in India is charged every month, on its last day there", async () => {
  const it = await openTestWorld();
  to(it, "2027-01-31T05:00+05:30");
  await (
    await it.anew(OTTO)
  ).account.open({
    name: "Monsoon",
    zone: "Asia/Kolkata",
    plan: "essentials",
    openingBalanceMicros: 1000 * UNIT,
    owner: { name: "Mira", email: "mira@monsoon.demo" },
  });
  const [opened] = await it.rows("SELECT id FROM records WHERE kind = 'account' AND data ->> '$.name' = 'Monsoon'");
  const charged = async () =>
    (await it.rows("SELECT happened_at AS at FROM postings WHERE to_book = ?", `${opened!.id}/fees`)).map(({ at }) =>
      Number(at),
    );
  const wanted: number[] = [];
  for (const day of ["02-28", "03-31", "04-30", "05-31", "06-30", "07-31"]) {
    to(it, `2027-${day}T04:59:59+05:30`);
    await bill(it.world);
    expect(await charged()).toEqual(wanted);
    it.pass(SECOND);
    await bill(it.world);
    expect(await charged()).toEqual([...wanted, it.now()]);
    wanted.push(it.now());
  }
});

describe("a card", () => {
  test("is good through the last day of its month where its account is, on the card page and for charges", async () => {
    const it = await openTestWorld();
    await inZone(it, "America/Los_Angeles");
    to(it, "2026-11-30T16:30-08:00");
    const dana = await it.anew(DANA, "northwind");
    const page = cardPageOf(it);
    expect(await page.enter((await dana.cards.add()).url, { expiry: "11 / 26" })).toMatchObject({ status: 200 });
    expect((await dana.cards.list()).cards).toMatchObject([
      { state: "ok", endsAt: Date.parse("2026-12-01T00:00-08:00") },
    ]);
    to(it, "2026-11-30T23:59:59-08:00");
    expect((await dana.cards.list()).cards).toMatchObject([{ state: "ok" }]);
    it.pass(SECOND);
    expect((await dana.cards.list()).cards).toMatchObject([{ state: "expired" }]);
    const late = await page.enter((await dana.cards.add()).url, { expiry: "11 / 26" });
    expect(late).toMatchObject({ status: 422, text: expect.stringContaining("This card has expired.") });
  });

  test("is not good a day longer where the day is over before it is in London", async () => {
    const it = await openTestWorld();
    await inZone(it, "Pacific/Kiritimati");
    await addCards(it, DANA, "northwind", [{ number: PAYS, expiry: "11 / 26" }]);
    to(it, "2026-12-01T00:00+14:00");
    expect((await (await it.anew(DANA, "northwind")).cards.list()).cards).toMatchObject([{ state: "expired" }]);
  });
});

/** Taken up, and decided later. */
const LATE = "4000009999990032";

test("a charge counts against the cap of the month in which it was sent, however late the answer comes", async () => {
  const it = await withRecharge([LATE], { balance: 20 * UNIT, cap: 20 * UNIT });
  to(it.it, "2026-03-31T23:59:58-04:00");
  await setBalance(it.it, "northwind", 5 * UNIT);
  await it.settle();
  expect(await it.recharges()).toMatchObject([{ state: "charging" }]);
  it.pass(4 * SECOND);
  await it.settle(...LOOKS);
  expect(await it.sum()).toBe(25 * UNIT);
  expect(await (await it.caller()).balance.recharge()).toMatchObject({ charged: 0 });
  await setBalance(it.it, "northwind", 6 * UNIT);
  await it.settle(...LOOKS);
  expect(await it.sum()).toBe(25 * UNIT);
  it.pass(20 * DAY);
  await setBalance(it.it, "northwind", 6 * UNIT);
  await it.settle(...LOOKS);
  expect(await it.recharges()).toMatchObject([{ state: "waiting" }, { state: "settled" }, { state: "settled" }]);
  await it.sound();
});
