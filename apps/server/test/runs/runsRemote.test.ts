import { expect, onTestFinished, test as each } from "vitest";
import { openAccount } from "@callboard/domain/account/rules";
import { pauseRun, resumeRun } from "@callboard/domain/runs/rules";
import { stmt } from "../../src/store/database/port.ts";
import { findOne as oneOf } from "../../src/store/queries.ts";
import { randomId } from "../../src/store/randomId.ts";
import { findRunCounts } from "../../src/runs/items.ts";
import { workRun } from "../../src/runs/worker.ts";
import { openServices } from "../../src/start/openServices.ts";
import { commit, read } from "../../src/store/commit.ts";
import type { Services } from "../../src/services.ts";
import { findBrokenLink } from "../support/checks/changeChain.ts";
import { eventually } from "../support/kit.ts";
import { envFor, SECRET, START } from "../support/prepared.ts";
import { scopeOf } from "../support/scopes.ts";
import { sqldProgram, startSqld } from "../support/remote/sqld.ts";
import { beginToys, toys } from "../support/processes/toyRun.ts";

const program = sqldProgram();
const test = each.skipIf("missing" in program);
const ACCOUNT = "acc_far";

async function openRemoteServices(url: string): Promise<Services> {
  const { world: services, close } = await openServices(envFor(url), {
    wall: () => START,
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
  const empty = { ownerSoftphone: false, openingBalance: 0, agency: null, balanceFrom: "own" } as const;
  await commit(scope, {}, () => openAccount({ ...opening, ...empty }, scope.actor, START));
  const run = await beginToys(
    scope,
    toys(80, (n) => (n % 9 === 0 ? "pass" : "make")),
  );
  const left = async () => (await read(scope, { counts: findRunCounts(run) })).counts.left;
  const work = async (services: Services, version: number) => {
    while ((await workRun(services, { account: ACCOUNT, run, version })) === "again");
  };
  const both = Promise.all([work(one, 1), work(two, 1)]);
  await eventually(async () => (await left()) < 70);
  await commit(scope, { run: oneOf("run", run) }, ({ run }) => pauseRun(run));
  const paused = await left();
  await both;
  expect(await left()).toBe(paused);
  await commit(scope, { run: oneOf("run", run) }, ({ run }) => resumeRun(run, run.data.by, START));
  await Promise.all([work(one, 3), work(two, 3)]);
  expect(await left()).toBe(0);
  const [made, items] = await one.db.read([
    stmt("SELECT id FROM changes WHERE batch = ? AND event = 'created'", run),
    stmt("SELECT state, count(*) AS n FROM run_items WHERE run = ? GROUP BY state ORDER BY state", run),
  ]);
  expect(items!.map(({ state, n }) => [state, Number(n)])).toEqual([
    ["done", 72],
    ["skipped", 8],
  ]);
  expect(made).toHaveLength(72);
  expect(await findBrokenLink(one.db)).toBeNull();
}, 240_000);
