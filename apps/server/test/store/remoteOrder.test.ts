import { setTimeout as wait } from "node:timers/promises";
import { expect, test as each } from "vitest";
import { stmt } from "../../src/store/database/port.ts";
import { sendLowBalanceAlerts } from "../../src/features/balance/lowBalanceAlert.ts";
import { findBrokenLink, versionsOf } from "../support/checks/changeChain.ts";
import { eventually } from "../support/eventually.ts";
import { failureOf } from "../support/kit.ts";
import {
  call,
  type CutPoint,
  cuttableConnection,
  openRemoteServices,
  seedSmallAccount,
} from "../support/remote/remoteServices.ts";
import { sqldProgram, startSqld } from "../support/remote/sqld.ts";

const program = sqldProgram();
const test = "missing" in program ? each.skip : each;
const start = () => startSqld((program as { path: string }).path);

test("on a remote database quick clicks are applied in their order and end on the last one", async () => {
  const services = await openRemoteServices(await start());
  const { account, person, secret } = await seedSmallAccount(services);
  const me = call(services, secret, account);
  const names = ["Tea", "Lunch", "Desk", "Visit", "Rest", "Post"];
  const ids: string[] = [];
  for (const name of names) ids.push((await me.agents.defineStatus({ name, color: "teal" })).id);
  for (let round = 0; round < 30; round += 1) {
    const order = ids.map((_, at) => ids[(at * 5 + round) % ids.length]!);
    const clicks: Promise<unknown>[] = [];
    for (const [at, status] of order.entries()) {
      // Some with an idempotency key and some without: neither may overtake the other.
      const key = at % 2 === 0 ? `${round} ${at}` : undefined;
      clicks.push(call(services, secret, account, key).agents.setStatus({ status }));
      // As far apart as quick clicks are: a later one must not overtake one that is still on its way.
      await wait(3);
    }
    await Promise.all(clicks);
    const [rows] = await services.db.read([
      stmt(
        "SELECT data ->> '$.status' AS status FROM changes WHERE kind = 'agent' AND id = ? ORDER BY version DESC LIMIT ?",
        person,
        order.length,
      ),
    ]);
    expect(rows!.map(({ status }) => status).toReversed(), `round ${round}`).toEqual(order);
  }
  expect(await findBrokenLink(services.db)).toBeNull();
});

test("on a remote database two servers that check at the same time report a low balance once, and each further fall once", async () => {
  const url = await start();
  const [one, other] = [await openRemoteServices(url), await openRemoteServices(url)];
  const { account, operator } = await seedSmallAccount(one);
  const adjust = (micros: number) => call(one, operator).balance.adjust({ account, micros, reason: "for the test" });
  const alertCount = async () =>
    Number((await one.db.read([stmt("SELECT count(*) AS n FROM mails WHERE subject LIKE '%balance is%'")]))[0]![0]!.n);
  for (let round = 1; round <= 8; round += 1) {
    await Promise.all([one, other, one, other].map((services) => sendLowBalanceAlerts(services)));
    expect(await alertCount(), `round ${round}`).toBe(round);
    await adjust(20_000_000);
    await sendLowBalanceAlerts(one);
    await adjust(-20_000_000);
  }
});

test("on a remote database two accounts of one agency can't both spend its last money, on one server or two", async () => {
  const url = await start();
  const [one, other] = [await openRemoteServices(url), await openRemoteServices(url)];
  const { account, secret, operator, email } = await seedSmallAccount(one);
  const open = (name: string) =>
    call(one, secret, account).agency.open({
      name,
      zone: "Europe/Berlin",
      owner: { name: "Remo Te", email },
      balanceFrom: "agency",
    });
  const subAccounts = [await open("North"), await open("South"), await open("West")].map(({ id }) => id);
  await call(one, operator).balance.adjust({ account, micros: -3_000_000, reason: "one number's month is left" });
  for (let round = 0; round < 5; round += 1) {
    const settled = await Promise.allSettled(
      subAccounts.map((id, at) =>
        call(at === 1 ? other : one, secret, id).numbers.buy({
          e164: `+49302312${5050 + round * 10 + at}`,
          name: "Line",
        }),
      ),
    );
    expect(settled.map(({ status }) => status).toSorted(), `round ${round}`).toEqual([
      "fulfilled",
      "rejected",
      "rejected",
    ]);
    await call(one, operator).balance.adjust({ account, micros: 1_500_000, reason: "for one more" });
  }
});

const SHORT = { callMs: 700, resolveMs: 2000 };
const CUTS: readonly CutPoint[] = ["before", "after", "half", "silent"];

test("if the connection breaks in the middle of a commit, the outcome is looked up: it is done once, and the answer says so", async () => {
  const url = await start();
  const connection = await cuttableConnection(url);
  const services = await openRemoteServices(connection.url, SHORT);
  const { account, secret, person } = await seedSmallAccount(services);
  for (const [at, cutPoint] of [...CUTS, ...CUTS].entries()) {
    const before = await versionsOf(services.db, account, "agent", person);
    connection.cut(cutPoint, /INSERT INTO changes/);
    const key = at < CUTS.length ? undefined : `cut ${at}`;
    await call(services, secret, account, key).agents.setStatus({ status: "available", minutes: at + 1 });
    expect(connection.remainingCuts(), cutPoint).toBe(0);
    const after = await versionsOf(services.db, account, "agent", person);
    expect(after.length, `${cutPoint}: ${at}`).toBe(before.length + 1);
  }
  expect(await findBrokenLink(services.db)).toBeNull();
});

test("if the outcome can't be looked up, the answer doesn't say that nothing changed, and the key gets the answer later", async () => {
  const url = await start();
  const connection = await cuttableConnection(url);
  const services = await openRemoteServices(connection.url, SHORT);
  const { account, secret } = await seedSmallAccount(services);
  connection.cut("after", /INSERT INTO changes/, 1);
  const tea = { name: "Tea", color: "teal" as const };
  const failure = failureOf(call(services, secret, account, "tea").agents.defineStatus(tea));
  // From then on nothing arrives, not even the question about the outcome.
  await eventually(() => connection.remainingCuts() === 0, 60_000);
  connection.cut("before", /./, Number.MAX_SAFE_INTEGER);
  expect(await failure).toEqual({ code: "busy", key: "api.outcomeUnknown" });
  connection.cut("before", /$^/, 0);
  const { id } = await call(services, secret, account, "tea").agents.defineStatus(tea);
  const statuses = await call(services, secret, account).agents.statuses();
  expect(statuses.filter(({ name }) => name === "Tea").map((one) => one.id)).toEqual([id]);
});

test("if the database can't be reached at all, nothing changes, and the answer says so", async () => {
  const url = await start();
  const connection = await cuttableConnection(url);
  const services = await openRemoteServices(connection.url, SHORT);
  const { account, secret } = await seedSmallAccount(services);
  await call(services, secret, account).agents.mine();
  connection.cut("before", /./, Number.MAX_SAFE_INTEGER);
  const failure = await failureOf(call(services, secret, account).agents.setStatus({ status: "available" }));
  expect(failure).toEqual({ code: "busy", key: "api.busy" });
  // A failed read isn't reported as an error of ours either.
  expect(await failureOf(call(services, secret, account).agents.mine())).toEqual({ code: "busy", key: "api.busy" });
  connection.cut("before", /$^/, 0);
  expect((await call(services, secret, account).agents.mine()).agent.status).toBe("offline");
});
