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

/** Changes logs, permissions, money and people as fast as possible until told to stop. `onRound`: after each time. */
async function writeContinuously(app: TestApp, isOver: () => boolean, onRound: (count: number) => void): Promise<void> {
  const [dana, ava] = [app.callerFor(DANA, "northwind"), app.callerFor(AVA, "northwind")];
  const meter = await meterOf(app, "northwind");
  for (let n = 0; ; n += 1) {
    if (isOver()) return;
    onRound(n);
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
  let written = 0;
  const writing = writeContinuously(
    app,
    () => finished,
    (count) => (written = count),
  );
  const problems: unknown[] = [];
  // However slow the machine is, both sides get their turns.
  for (let round = 0; round < 20 || written < 4; round += 1) {
    problems.push((await verify(db, seal, app.account("northwind"))).broken);
    problems.push((await verify(secondDb, seal)).broken, (await reconcile(secondDb)).broken);
    problems.push(...(await findBrokenAtStart(secondDb, seal)));
  }
  finished = true;
  await writing;
  await secondDb.close();
  expect(problems.filter((broken) => broken !== null)).toEqual([]);
});
