import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { findBrokenLink } from "../../support/checks/changeChain.ts";
import { eventually } from "../../support/eventually.ts";
import { HOUR, MINUTE, SECOND, type TestApp } from "../../support/kit.ts";
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

const count = async (app: TestApp, sql: string): Promise<number> => Number((await app.selectRows(sql))[0]!.n);

test.each([
  ["before the charge", "timeout-before", 2],
  ["after the charge", "timeout-after", 1],
] as const)(
  "killed during the call, %s: the next server looks up the outcome, and there is one charge",
  async (_when, fault, timesSent) => {
    const app = await openWithRecharge([PAYING_CARD, MASTERCARD]);
    const child = runner(app, fault);
    await eventually(async () => (await count(app, "SELECT count(*) AS n FROM sandbox_charges")) > 0, 20_000);
    await kill(child);
    expect(await app.payments()).toEqual([]);
    expect(await app.recharges()).toMatchObject([{ state: "charging", cardsTried: 1 }]);
    await app.settle(6, MINUTE);
    expect(await app.recharges()).toMatchObject([{ state: "settled", cardsTried: 1, why: "Visa 4242 paid $16.00." }]);
    expect(await app.currentBalance()).toBe(25 * UNIT);
    expect(await app.selectRows("SELECT times_sent FROM sandbox_charges")).toEqual([{ times_sent: timesSent }]);
    await app.expectConsistentBooks();
  },
  120_000,
);

test("killed between saving and calling: nothing was sent, and the next server sends it once", async () => {
  const app = await openWithRecharge([PAYING_CARD]);
  const { runRecharges } = await import("../../../src/features/balance/rechargeJob.ts");
  await runRecharges(app.services);
  expect(await app.selectRows("SELECT data ->> '$.state' AS state FROM records WHERE kind = 'charge'")).toEqual([
    { state: "requested" },
  ]);
  await app.settle(2, SECOND);
  expect(await app.payments()).toHaveLength(1);
  await app.expectConsistentBooks();
});

/** More steps than a recharge takes; afterwards a server repeats the same steps once a second. */
const STEPS_MAX = 60;

/** Waits until the server has taken this many steps since it was ready. */
const stepsOf = (child: ChildProcess, steps: number): Promise<void> =>
  new Promise((reached) => {
    let remaining = steps;
    child.on("message", () => (remaining-- > 0 ? undefined : reached()));
  });

/** Two servers are killed in each: fifty with `pnpm torture`. */
const ROUNDS = Number(process.env["KILL_ROUNDS"] ?? 12);

test(
  "servers killed in pairs at any instant of their recharges: each charge has one entry, and every recharge ends",
  async () => {
    const app = await openWithRecharge(["4000009999990016", "4000000000000002", "4000009999990032", PAYING_CARD, AMEX]);
    let state = 17;
    const randomBelow = (limit: number) => (state = (state * 48_271) % 2_147_483_647) % limit;
    let paid = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      await setBalance(app, "northwind", (randomBelow(9) + 1) * UNIT);
      const children = [runner(app, "none"), runner(app, "none")];
      // From before the first read to the middle of the calls and beyond.
      await Promise.all(children.map((child) => stepsOf(child, randomBelow(STEPS_MAX))));
      for (const child of children) if (child.exitCode === null) await kill(child);
      app.advance(randomBelow(3) === 0 ? HOUR : 20 * SECOND);
      paid = await count(app, "SELECT count(*) AS n FROM postings WHERE type = 'payment'");
    }
    expect(paid).toBeGreaterThan(ROUNDS / 10);
    await app.settle(12, HOUR);
    expect(await count(app, "SELECT count(*) AS n FROM keys WHERE kind = 'charge' AND name = 'flight'")).toBe(0);
    const all = await app.selectRows("SELECT data FROM records WHERE kind = 'recharge'");
    for (const { data } of all) {
      const attempts = JSON.parse(data).attempts as { state: string }[];
      expect(attempts.filter((one) => one.state === "settled").length).toBeLessThanOrEqual(1);
    }
    await app.expectConsistentBooks();
    expect(await findBrokenLink(app.services.db)).toBeNull();
  },
  120_000 + ROUNDS * 20_000,
);
