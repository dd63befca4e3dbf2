import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { findBrokenLink } from "../../support/checks/changeChain.ts";
import { eventually, HOUR, MINUTE, SECOND, type TestApp } from "../../support/kit.ts";
import { setBalance } from "../../support/fixtures/money.ts";
import { AMEX, MASTERCARD, PAYING_CARD } from "../../support/fixtures/payments.ts";
import { UNIT, openWithRecharge } from "../../support/fixtures/recharge.ts";
import { kill } from "../../support/processes/workers.ts";

function runner(app: TestApp, fault: string): ChildProcess {
  const path = join(import.meta.dirname, "../../support/processes/rechargeRunner.ts");
  const child = spawn(process.execPath, [path, app.file, String(app.now()), fault], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

const count = async (app: TestApp, sql: string): Promise<number> => Number((await app.rows(sql))[0]!.n);

test.each([
  ["before the charge", "timeout-before", 2],
  ["after the charge", "timeout-after", 1],
] as const)(
  "killed during the call, %s: the next server looks up the outcome, and there is one charge",
  async (_when, fault, came) => {
    const it = await openWithRecharge([PAYING_CARD, MASTERCARD]);
    const child = runner(it.it, fault);
    await eventually(async () => (await count(it.it, "SELECT count(*) AS n FROM sandbox_charges")) > 0, 20_000);
    await kill(child);
    expect(await it.payments()).toEqual([]);
    expect(await it.recharges()).toMatchObject([{ state: "charging", cards: 1 }]);
    await it.settle(6, MINUTE);
    expect(await it.recharges()).toMatchObject([{ state: "settled", cards: 1, why: "Visa 4242 paid $16.00." }]);
    expect(await it.sum()).toBe(25 * UNIT);
    expect(await it.rows("SELECT came FROM sandbox_charges")).toEqual([{ came }]);
    await it.sound();
  },
  40_000,
);

test("killed between saving and calling: nothing was sent, and the next server sends it once", async () => {
  const it = await openWithRecharge([PAYING_CARD]);
  const { runRecharges } = await import("../../../src/features/balance/rechargeJob.ts");
  await runRecharges(it.world);
  expect(await it.rows("SELECT data ->> '$.state' AS state FROM records WHERE kind = 'charge'")).toEqual([
    { state: "intent" },
  ]);
  await it.settle(2, SECOND);
  expect(await it.payments()).toHaveLength(1);
  await it.sound();
});

/** Each round kills two servers. `pnpm torture` does fifty rounds. */
const ROUNDS = Number(process.env["KILL_ROUNDS"] ?? 12);

test(
  "servers killed in pairs at any instant of their recharges: each charge has one entry, and every recharge ends",
  async () => {
    const it = await openWithRecharge(["4000009999990016", "4000000000000002", "4000009999990032", PAYING_CARD, AMEX]);
    let state = 17;
    const chance = (below: number) => (state = (state * 48_271) % 2_147_483_647) % below;
    let paid = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      await setBalance(it.it, "northwind", (chance(9) + 1) * UNIT);
      const children = [runner(it.it, "none"), runner(it.it, "none")];
      await Promise.all(children.map((child) => new Promise((ready) => child.once("message", ready))));
      // From before the first check to the middle of the calls and beyond.
      await new Promise((later) => setTimeout(later, chance(250)));
      for (const child of children) if (child.exitCode === null) await kill(child);
      it.pass(chance(3) === 0 ? HOUR : 20 * SECOND);
      paid = await count(it.it, "SELECT count(*) AS n FROM postings WHERE type = 'payment'");
    }
    expect(paid).toBeGreaterThan(ROUNDS / 10);
    await it.settle(12, HOUR);
    expect(await count(it.it, "SELECT count(*) AS n FROM keys WHERE kind = 'charge' AND name = 'flight'")).toBe(0);
    const all = await it.rows("SELECT data FROM records WHERE kind = 'recharge'");
    for (const { data } of all) {
      const tries = JSON.parse(data).tries as { state: string }[];
      expect(tries.filter((one) => one.state === "settled").length).toBeLessThanOrEqual(1);
    }
    await it.sound();
    expect(await findBrokenLink(it.world.db)).toBeNull();
  },
  60_000 + ROUNDS * 10_000,
);
