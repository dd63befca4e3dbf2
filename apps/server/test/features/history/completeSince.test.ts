import { termsOf } from "@callboard/domain/plans/catalogue";
import { save } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import { expect, test } from "vitest";
import { findOne } from "../../../src/store/queries.ts";
import { purge } from "../../../src/store/purge.ts";
import { commit } from "../../../src/store/commit.ts";
import { DAY, HOUR, MINUTE, openTestApp, failureOf, type TestCaller, type TestApp } from "../../support/kit.ts";
import { scopeOf } from "../../support/scopes.ts";

const SOLVEIG = "solveig@callboard.demo";
const advanceDays = (app: TestApp, n: number) => app.advance(n * DAY);
const owner = (app: TestApp) => app.signInAgain(SOLVEIG, "solo");
const queue = (app: TestApp, name: string) => ({
  name,
  routing: "longest idle" as const,
  members: [{ id: app.people[SOLVEIG]!, weight: 1 }],
});

async function setPlan(app: TestApp, to: "essentials" | "advanced") {
  const scope = scopeOf(app.services, app.account("solo"));
  await commit(scope, { terms: findOne("terms", scope.account) }, ({ terms }) => [
    save("terms", terms, termsOf(to, "USD", app.now()), { action: message("agents.cause.chosen") }),
  ]);
}

/** Forty days on a plan with seven days of history, then a plan that keeps 120. */
async function openUpgraded() {
  const app = await openTestApp();
  const start = app.now();
  const { id } = await (await owner(app)).queues.save(queue(app, "First"));
  for (let n = 0; n < 30; n += 1) {
    advanceDays(app, 1);
    await purge(app.services);
  }
  await (await owner(app)).queues.save({ ...queue(app, "Second"), id, version: 1 });
  const edited = app.now();
  for (let n = 30; n < 40; n += 1) {
    advanceDays(app, 1);
    await purge(app.services);
  }
  await setPlan(app, "advanced");
  app.advance(MINUTE);
  return { app, id, start, edited, by: await owner(app) };
}

const asOf = (by: TestCaller, at: number) => by.history.asOf({ at });

test("after an upgrade, the removed time can't be read: it is refused with the date since which the history is complete", async () => {
  const { app, id, start, edited, by } = await openUpgraded();
  const failure = { code: "invalid", key: "history.incompleteBefore" };
  for (const at of [start + 20 * DAY, edited - 1]) {
    expect(await failureOf(asOf(by, at))).toMatchObject({ ...failure, field: "at" });
    const records = [{ kind: "queue", id }];
    expect(await failureOf(by.history.proposeBringBack({ at, records }))).toMatchObject({ ...failure, field: "at" });
    const { secret } = await app.callerWith(null).access.signIn({ email: SOLVEIG, password: "callboard-demo" });
    const then = app.callerWith(secret, { account: "solo", asOf: at });
    expect(await failureOf(then.queues.list())).toMatchObject({ ...failure, field: "x-callboard-as-of" });
  }
  expect((await by.queues.list()).queues.map(({ name }) => name)).toContain("Second");
  // From this instant on, everything is known.
  expect((await asOf(by, edited)).records.filter((one) => one.id === id)).toEqual([]);
  const { versions, completeSince } = await by.history.versions({ kind: "queue", id });
  expect(completeSince).toBe(edited);
  expect(versions.map(({ version }) => version)).toEqual([2]);
  expect((await by.history.list({})).completeSince).toBe(edited);
});

test("opening, comparing or restoring a removed version says since when the history is complete", async () => {
  const { id, by } = await openUpgraded();
  const removed = { code: "not-found", key: "history.versionGoneSince" };
  const record = { kind: "queue", id };
  expect(await failureOf(by.history.version({ ...record, version: 1 }))).toMatchObject(removed);
  expect(await failureOf(by.history.compare({ ...record, from: 1, to: 2 }))).toMatchObject(removed);
  expect(await failureOf(by.history.proposeRestore({ ...record, version: 1 }))).toMatchObject(removed);
  expect(await failureOf(by.history.proposeRestore({ ...record, version: 2, take: "change" }))).toMatchObject(removed);
});

test("an account without removed rows has no such limit: its history goes back as far as its plan keeps it", async () => {
  const app = await openTestApp();
  const dana = app.callerFor("dana@callboard.demo", "northwind");
  app.advance(20 * DAY);
  await purge(app.services);
  expect((await dana.history.list({})).completeSince).toBeNull();
  expect((await dana.history.asOf({ at: app.now() - 20 * DAY + HOUR })).records).toEqual([]);
});

test("if the plan's own retention is the stricter limit, the message names its days", async () => {
  const { app, edited } = await openUpgraded();
  for (let n = 0; n < 125; n += 25) {
    app.advance(25 * DAY);
    await purge(app.services);
  }
  const by = await owner(app);
  expect(await failureOf(asOf(by, edited + DAY))).toMatchObject({ key: "history.beforeRetention" });
  expect((await by.history.list({})).completeSince).toBeNull();
});
