import { expect, test } from "vitest";
import { confirm, SOLVEIG } from "../support/fixtures/bakery.ts";
import { DAY, openTestApp, START, type TestApp } from "../support/kit.ts";
import { addManyNumbers } from "../support/fixtures/manyNumbers.ts";
import { setBalance } from "../support/fixtures/money.ts";
import { countReads } from "../large/readCounter.ts";
import { longestShare, workedMs } from "../support/checks/loopTurns.ts";

const COUNT = 4000;
const DOLLAR = 1_000_000;
/** A piece is a few milliseconds of a listing that takes hundreds. */
const SHARE_MAX = 0.2;

/** The share of the work that was done in one decision at most, while all who write wait for it. */
async function shareInQueue({ services: { db } }: TestApp, work: () => Promise<unknown>): Promise<number> {
  const { write } = db;
  let longestMs = 0;
  db.write = (one) =>
    write({
      ...one,
      decide(rows) {
        const since = process.threadCpuUsage();
        const outcome = one.decide(rows);
        longestMs = Math.max(longestMs, workedMs(since));
        return outcome;
      },
    });
  const start = process.threadCpuUsage();
  await work();
  db.write = write;
  return longestMs / workedMs(start);
}

/** Each number has its own due date. */
async function openLong(account: "solo" | "harbor") {
  const app = await openTestApp();
  await setBalance(app, account, 100_000 * DOLLAR);
  await addManyNumbers(app, account, COUNT, (at) => {
    const renewsAt = START + DAY + Math.floor((at * 28 * DAY) / COUNT);
    return { renewsAt, billingAnchor: renewsAt - 30 * DAY };
  });
  return app;
}

test("a long cancellation is listed in pieces, between which others have their turn", async () => {
  const app = await openLong("solo");
  const solveig = await app.signInAgain(SOLVEIG, "solo");
  const propose = () => solveig.lifecycle.proposeCancel({ others: { is: "hold", days: 40 } });
  expect(await longestShare(propose)).toBeLessThan(SHARE_MAX);
});

test("an agency with many numbers is listed in pieces too", async () => {
  const app = await openLong("harbor");
  const harriet = await app.signInAgain("harriet@callboard.demo", "harbor");
  expect(await longestShare(() => harriet.lifecycle.proposeAgencyCancel())).toBeLessThan(SHARE_MAX);
});

test(
  "a plan change is listed in pieces too, and is worked out before its turn to write",
  { timeout: 300_000 },
  async () => {
    const app = await openLong("solo");
    const solveig = await app.signInAgain(SOLVEIG, "solo");
    const propose = () => solveig.plans.proposeChange({ plan: "essentials" });
    expect(await longestShare(propose)).toBeLessThan(SHARE_MAX);
    expect(await shareInQueue(app, propose)).toBeLessThan(SHARE_MAX);
    // Confirming it is short: its numbers follow in a run.
    const { proposal } = await propose();
    const readCount = countReads(app.services.db);
    await confirm(solveig, proposal);
    expect(readCount.rows).toBeLessThan(COUNT / 10);
  },
);

test("the items beyond a plan's limits are listed without scanning the account", async () => {
  const app = await openLong("solo");
  const solveig = await app.signInAgain(SOLVEIG, "solo");
  const readCount = countReads(app.services.db);
  await solveig.plans.overLimit({ plan: "essentials" });
  await solveig.plans.limitedItems({ resource: "numbers", search: "3999" });
  expect(readCount.rows).toBeLessThan(COUNT / 10);
});
