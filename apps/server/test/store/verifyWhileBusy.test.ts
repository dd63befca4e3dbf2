import { expect, test } from "vitest";
import { reconcile } from "../../src/store/verify/ledger.ts";
import { openDatabase } from "../../src/store/database/open.ts";
import { findBrokenAtStart } from "../../src/store/verify/atStart.ts";
import { sealWith } from "../../src/store/seals/seal.ts";
import { verify } from "../../src/store/verify/verify.ts";
import { openTestApp, type TestApp } from "../support/kit.ts";
import { meterOf, usageEvent } from "../support/fixtures/money.ts";
import { SECRET } from "../support/prepared.ts";

const DANA = "dana@callboard.demo";
const AVA = "ava@callboard.demo";

/** Changes logs, permissions, money and people as fast as possible until told to stop. */
async function writeContinuously(app: TestApp, isOver: () => boolean): Promise<number> {
  const [dana, ava] = [app.callerFor(DANA, "northwind"), app.callerFor(AVA, "northwind")];
  const meter = await meterOf(app, "northwind");
  for (let n = 0; ; n += 1) {
    if (isOver()) return n;
    await Promise.all([
      dana.sources.save({ name: `Source ${n}` } as never),
      ava.access.rename({ name: `Ava ${n}` }),
      meter.balance.recordUsage({ events: [usageEvent(app, `busy ${n}`, { quantity: 2 })] }),
      dana.access.createApiKey({ name: `Key ${n}`, permissions: ["read the board"] }),
    ]);
  }
}

test("an intact database passes verification while it is written to, from this server and others", async () => {
  const app = await openTestApp();
  const { db, seal } = app.services;
  const secondDb = openDatabase(`file:${app.file}`, undefined, undefined, sealWith(SECRET));
  let finished = false;
  const writing = writeContinuously(app, () => finished);
  const problems: unknown[] = [];
  for (let round = 0; round < 20; round += 1) {
    problems.push((await verify(db, seal, app.account("northwind"))).broken);
    problems.push((await verify(secondDb, seal)).broken, (await reconcile(secondDb)).broken);
    problems.push(...(await findBrokenAtStart(secondDb, seal)));
  }
  finished = true;
  expect(await writing).toBeGreaterThan(3);
  await secondDb.close();
  expect(problems.filter((broken) => broken !== null)).toEqual([]);
});
