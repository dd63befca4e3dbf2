import { expect, test } from "vitest";
import { BAKERY, SOLVEIG, balanceOf } from "../../support/fixtures/bakery.ts";
import { findBrokenLink } from "../../support/checks/changeChain.ts";
import { eventually } from "../../support/eventually.ts";
import { openTestApp, SECOND } from "../../support/kit.ts";
import { addManyNumbers } from "../../support/fixtures/manyNumbers.ts";
import { setBalance } from "../../support/fixtures/money.ts";
import { kill, startWorker } from "../../support/processes/workers.ts";

/** The full size takes minutes: `LONG_NUMBERS=20000`. */
const COUNT = Number(process.env.LONG_NUMBERS ?? 160);

test(`an account of ${COUNT} numbers, canceled while its worker is killed three times: each number is released once and paid once`, async () => {
  const app = await openTestApp();
  app.services.runThreshold = 100;
  await setBalance(app, "solo", 1_000_000_000_000);
  const ids = await addManyNumbers(app, "solo", COUNT);
  const solveig = await app.signInAgain(SOLVEIG, "solo");
  const numbers = ids.slice(0, COUNT / 2).map((id) => ({ id, disposition: { is: "release" as const } }));
  const { proposal } = await solveig.lifecycle.proposeCancel({ numbers, others: { is: "hold", days: 60 } });
  const { lines } = await solveig.proposals.get({ proposal });
  const cost = lines.reduce((all, { as, micros }) => all + (as === "effect" ? (micros ?? 0) : 0), 0);
  const before = await balanceOf(solveig);
  const { run } = await solveig.proposals.confirm({ proposal, name: BAKERY });
  let settledBefore = 0;
  const checkProgress = async () => {
    const { counts } = await solveig.runs.get({ run: run! });
    const settled = counts.done + counts.skipped + counts.failed;
    expect(settled).toBeGreaterThanOrEqual(settledBefore);
    expect(settled + counts.pending).toBe(COUNT);
    return (settledBefore = settled);
  };
  for (const part of [0.1, 0.35, 0.7]) {
    const child = startWorker(app);
    await eventually(async () => (await checkProgress()) >= COUNT * part, 60_000);
    await kill(child);
    // The killed worker's lease expires.
    app.advance(6 * SECOND);
  }
  const last = startWorker(app);
  await eventually(async () => (await checkProgress()) === COUNT, 120_000);
  await eventually(async () => (await solveig.runs.get({ run: run! })).state === "done", 30_000);
  await kill(last);
  expect((await solveig.runs.get({ run: run! })).counts).toMatchObject({ done: COUNT, skipped: 0, failed: 0 });

  const changes = await app.selectRows(
    "SELECT id, count(*) AS n FROM changes WHERE batch = ? AND kind = 'number' GROUP BY id",
    run,
  );
  expect(changes).toHaveLength(COUNT);
  expect(changes.every(({ n }) => Number(n) === 1)).toBe(true);
  expect(before - (await balanceOf(solveig))).toBe(cost);
  const holdPostings = await app.selectRows("SELECT key FROM postings WHERE key LIKE 'hold:many%'");
  expect(holdPostings.length).toBeLessThanOrEqual(COUNT / 2);
  const orders = await app.selectRows(
    "SELECT data ->> '$.subject' AS about, count(*) AS n FROM records WHERE kind = 'providerRequest' AND data ->> '$.type' = 'release number' GROUP BY about",
  );
  expect(orders).toHaveLength(COUNT / 2);
  expect(orders.every(({ n }) => Number(n) === 1)).toBe(true);
  expect(await findBrokenLink(app.services.db)).toBeNull();
}, 400_000);
