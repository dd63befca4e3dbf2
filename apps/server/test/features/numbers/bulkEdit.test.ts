import { create, remove } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import type { DataOf } from "@callboard/domain/core/records";
import { expect, test } from "vitest";
import { runDueJobs } from "../../../src/jobs/queue.ts";
import { findOne } from "../../../src/store/queries.ts";
import { commit } from "../../../src/store/commit.ts";
import { openTestApp, failureOf } from "../../support/kit.ts";
import { scopeOf } from "../../support/scopes.ts";

const logEntry = { action: message("agents.cause.chosen") };
const data = (n: number): DataOf<"number"> => ({
  e164: `+1512${2_000_000 + n}`,
  name: n % 2 === 0 ? `Even ${n}` : `Odd ${n}`,
  kind: "local",
  source: null,
  route: null,
  stopped: null,
  paused: null,
  frozen: null,
  state: { is: "active", since: 0 },
  renewsAt: null,
  billingAnchor: null,
  graceUntil: null,
  origin: "bought",
});

async function open(count: number) {
  const app = await openTestApp();
  const dana = app.callerFor("dana@callboard.demo", "northwind");
  const scope = scopeOf(app.services, app.account("northwind"));
  const source: DataOf<"source"> = {
    name: "Google Ads 9",
    description: "",
    site: "offsite",
    ruleGroups: [],
    position: 900,
    follows: null,
  };
  for (let from = 0; from < count; from += 200)
    await commit(scope, {}, () => [
      ...(from === 0 ? [create(scope.account, "source", "src_ads", source, logEntry)] : []),
      ...Array.from({ length: Math.min(200, count - from) }, (_, at) =>
        create(scope.account, "number", `num_${from + at}`, data(from + at), logEntry),
      ),
    ]);
  const getNumber = async (id: string) => await dana.numbers.get({ id });
  const runJobs = () => runDueJobs(app.services, "runs");
  return { ...app, dana, scope, getNumber, runJobs };
}

test("picked numbers get the same source and stop, each saved like a single edit, as one batch with its reason", async () => {
  const app = await open(5);
  const { run, total } = await app.dana.numbers.edit({
    pick: { ids: ["num_1", "num_2", "num_1"] },
    change: { source: "src_ads", stopped: true },
  });
  expect(total).toBe(2);
  await app.runJobs();
  expect(await app.getNumber("num_1")).toMatchObject({
    source: "src_ads",
    stopped: { by: app.people["dana@callboard.demo"] },
    version: 3,
  });
  expect((await app.getNumber("num_3")).source).toBeNull();
  const batch = await app.selectRows("SELECT DISTINCT id, cause FROM changes WHERE batch = ? ORDER BY id", run);
  expect(batch.map(({ id }) => id)).toEqual(["num_1", "num_2"]);
  expect(JSON.parse(batch[0]!.cause)).toEqual(message("runs.cause", { run: "2 numbers" }));
  expect(await app.dana.runs.get({ run })).toMatchObject({
    type: "edit numbers",
    state: "done",
    counts: { done: 2, total: 2 },
  });
});

test("all listed numbers are edited, however many, although the edit itself makes them leave the filter", async () => {
  const app = await open(1200);
  const { run, total } = await app.dana.numbers.edit({
    pick: { all: { search: "even", source: "none" } },
    change: { source: "src_ads" },
  });
  expect(total).toBe(600);
  expect((await app.dana.runs.get({ run })).counts).toMatchObject({ total: 600, pending: 600 });
  await app.runJobs();
  expect((await app.dana.runs.get({ run })).counts).toEqual({
    total: 600,
    done: 600,
    skipped: 0,
    failed: 0,
    pending: 0,
  });
  expect((await app.dana.numbers.list({ search: "even", source: "none" })).total).toBe(0);
  expect((await app.dana.numbers.list({ search: "odd", source: "none" })).total).toBe(600);
  const all = await app.dana.numbers.edit({ pick: { all: {} }, change: { paused: true } });
  await app.runJobs();
  const { counts } = await app.dana.runs.get({ run: all.run });
  expect(counts.total).toBe(all.total);
  expect(counts.done + counts.failed).toBe(all.total);
  expect((await app.getNumber("num_7")).paused).not.toBeNull();
});

test("a number whose edited field changed meanwhile is skipped; a change of another field is kept", async () => {
  const app = await open(4);
  const { run } = await app.dana.numbers.edit({
    pick: { ids: ["num_0", "num_1", "num_2", "num_3"] },
    change: { stopped: true },
  });
  await app.dana.numbers.flag({ id: "num_0", version: 1, flag: "stopped", on: true });
  await app.dana.numbers.flag({ id: "num_0", version: 2, flag: "stopped", on: false });
  await app.dana.numbers.flag({ id: "num_1", version: 1, flag: "stopped", on: true, until: app.now() + 1000 });
  await app.dana.numbers.save({ id: "num_2", version: 1, name: "Renamed", source: "src_ads", route: null });
  await commit(app.scope, { number: findOne("number", "num_3") }, ({ number }) => [remove("number", number, logEntry)]);
  await app.runJobs();
  const { items } = await app.dana.runs.items({ run });
  expect(items.map(({ state }) => state)).toEqual(["done", "done", "done", "skipped"]);
  expect(await app.getNumber("num_1")).toMatchObject({ stopped: { until: app.now() + 1000 }, version: 2 });
  expect(await app.getNumber("num_2")).toMatchObject({ name: "Renamed", source: "src_ads", stopped: { until: null } });
  expect(items[3]!.reason).toMatch(/was removed/);

  const second = await app.dana.numbers.edit({ pick: { ids: ["num_0", "num_2"] }, change: { source: null } });
  await app.dana.numbers.save({ id: "num_0", version: 4, name: "Even 0", source: "src_ads", route: null });
  await app.runJobs();
  const later = (await app.dana.runs.items({ run: second.run })).items;
  expect(later.map(({ state, reason }) => [state, reason?.slice(0, 7)])).toEqual([
    ["skipped", "Changed"],
    ["done", undefined],
  ]);
  expect((await app.getNumber("num_0")).source).toBe("src_ads");
});

test("an impossible edit is refused before anything starts", async () => {
  const app = await open(2);
  const edit = app.dana.numbers.edit;
  expect(await failureOf(edit({ pick: { ids: ["num_0"] }, change: {} }))).toMatchObject({
    key: "numbers.bulkEdit.nothing",
  });
  expect(await failureOf(edit({ pick: { ids: ["num_0"] }, change: { source: "none" } }))).toMatchObject({
    key: "sources.unknown",
  });
  expect(await failureOf(edit({ pick: { all: { search: "nowhere" } }, change: { paused: true } }))).toMatchObject({
    key: "numbers.bulkEdit.none",
  });
  const ida = app.callerFor("ida@callboard.demo", "parkside");
  expect(await failureOf(ida.numbers.edit({ pick: { ids: ["num_0"] }, change: { paused: true } }))).toMatchObject({
    key: "record.notFound",
  });
  expect(await app.selectRows("SELECT 1 FROM run_items")).toEqual([]);
});
