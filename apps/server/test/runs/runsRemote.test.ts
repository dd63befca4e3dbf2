import { expect, onTestFinished, test as each } from "vitest";
import { openAccount } from "@callboard/domain/account/rules";
import { pauseRun, resumeRun } from "@callboard/domain/runs/rules";
import { stmt } from "../../src/store/database/port.ts";
import { findOne } from "../../src/store/queries.ts";
import { randomId } from "../../src/store/randomId.ts";
import { findRunCounts } from "../../src/runs/items.ts";
import { workRun } from "../../src/runs/worker.ts";
import { openServices } from "../../src/start/openServices.ts";
import { commit, read } from "../../src/store/commit.ts";
import type { Services } from "../../src/services.ts";
import { findBrokenLink } from "../support/checks/changeChain.ts";
import { eventually } from "../support/eventually.ts";
import { envFor, SECRET, START } from "../support/prepared.ts";
import { scopeOf } from "../support/scopes.ts";
import { sqldProgram, startSqld } from "../support/remote/sqld.ts";
import { beginToys, toys } from "../support/processes/toyRun.ts";

const program = sqldProgram();
const test = "missing" in program ? each.skip : each;
const ACCOUNT = "acc_far";

async function openRemoteServices(url: string): Promise<Services> {
  const { services, close } = await openServices(envFor(url), {
    wallClock: () => START,
    newId: () => randomId(START),
    secret: SECRET,
    publicUrl: "http://callboard.test",
  });
  onTestFinished(close);
  return services;
}

test("on a remote database two servers on one run settle each item once, and a pause holds for both", async () => {
  const url = await startSqld((program as { path: string }).path);
  const [one, two] = [await openRemoteServices(url), await openRemoteServices(url)];
  const scope = scopeOf(one, ACCOUNT);
  const opening = {
    id: ACCOUNT,
    name: "Far",
    zone: "UTC",
    plan: "advanced",
    currency: "USD",
    owner: "tester",
  } as const;
  const defaults = { ownerHasSoftphone: false, openingBalance: 0, parentAgency: null, balanceFrom: "own" } as const;
  await commit(scope, {}, () => openAccount({ ...opening, ...defaults }, scope.actor, START));
  const run = await beginToys(
    scope,
    toys(80, (n) => (n % 9 === 0 ? "pass" : "make")),
  );
  const pending = async () => (await read(scope, { counts: findRunCounts(run) })).counts.pending;
  const work = async (services: Services, version: number) => {
    while ((await workRun(services, { account: ACCOUNT, run, version })) === "again");
  };
  const both = Promise.all([work(one, 1), work(two, 1)]);
  await eventually(async () => (await pending()) < 70);
  await commit(scope, { run: findOne("run", run) }, ({ run }) => pauseRun(run));
  const paused = await pending();
  await both;
  expect(await pending()).toBe(paused);
  await commit(scope, { run: findOne("run", run) }, ({ run }) => resumeRun(run, run.data.responsible, START));
  await Promise.all([work(one, 3), work(two, 3)]);
  expect(await pending()).toBe(0);
  const [created, items] = await one.db.read([
    stmt("SELECT id FROM changes WHERE batch = ? AND event = 'created'", run),
    stmt("SELECT state, count(*) AS n FROM run_items WHERE run = ? GROUP BY state ORDER BY state", run),
  ]);
  expect(items!.map(({ state, n }) => [state, Number(n)])).toEqual([
    ["done", 72],
    ["skipped", 8],
  ]);
  expect(created).toHaveLength(72);
  expect(await findBrokenLink(one.db)).toBeNull();
});
