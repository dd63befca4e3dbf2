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
async function busy(app: TestApp, isOver: () => boolean): Promise<number> {
  const [dana, ava] = [app.as(DANA, "northwind"), app.as(AVA, "northwind")];
  const meter = await meterOf(app, "northwind");
  for (let n = 0; ; n += 1) {
    if (isOver()) return n;
    await Promise.all([
      dana.sources.save({ name: `Source ${n}` } as never),
      ava.access.rename({ name: `Ava ${n}` }),
      meter.balance.recordUsage({ events: [usageEvent(app, `busy ${n}`, { quantity: 2 })] }),
      dana.access.createApiKey({ name: `Key ${n}`, deeds: ["read the board"] }),
    ]);
  }
}

test("an intact database passes verification while it is written to, from this server and others", async () => {
  const app = await openTestApp();
  const { db, seal } = app.world;
  const beside = openDatabase(`file:${app.file}`, undefined, undefined, sealWith(SECRET));
  let over = false;
  const writing = busy(app, () => over);
  const found: unknown[] = [];
  for (let round = 0; round < 20; round += 1) {
    found.push((await verify(db, seal, app.account("northwind"))).broken);
    found.push((await verify(beside, seal)).broken, (await reconcile(beside)).broken);
    found.push(...(await findBrokenAtStart(beside, seal)));
  }
  over = true;
  expect(await writing).toBeGreaterThan(3);
  await beside.close();
  expect(found.filter((broken) => broken !== null)).toEqual([]);
});
