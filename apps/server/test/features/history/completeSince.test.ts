import { termsOf } from "@callboard/domain/plans/catalogue";
import { save } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import { expect, test } from "vitest";
import { stmt } from "../../../src/store/database/port.ts";
import { completeSince } from "../../../src/store/migrations/completeSince.ts";
import { findOne } from "../../../src/store/queries.ts";
import { purge } from "../../../src/store/purge.ts";
import { commit } from "../../../src/store/commit.ts";
import { DAY, HOUR, MINUTE, openTestApp, failureOf, type TestCaller, type TestApp } from "../../support/kit.ts";
import { scopeOf } from "../../support/scopes.ts";

const SOLVEIG = "solveig@callboard.demo";
const day = (it: TestApp, n: number) => it.pass(n * DAY);
const owner = (it: TestApp) => it.anew(SOLVEIG, "solo");
const queue = (it: TestApp, name: string) => ({
  name,
  routing: "longest idle" as const,
  members: [{ id: it.people[SOLVEIG]!, weight: 1 }],
});

async function plan(it: TestApp, to: "essentials" | "advanced") {
  const scope = scopeOf(it.world, it.account("solo"));
  await commit(scope, { terms: findOne("terms", scope.account) }, ({ terms }) => [
    save("terms", terms, termsOf(to, "USD", it.now()), { action: message("cause.chosen") }),
  ]);
}

/** Forty days on seven days of history, then a plan that keeps 120. */
async function upgraded() {
  const it = await openTestApp();
  const start = it.now();
  const { id } = await (await owner(it)).queues.save(queue(it, "First"));
  for (let n = 0; n < 30; n += 1) {
    day(it, 1);
    await purge(it.world);
  }
  await (await owner(it)).queues.save({ ...queue(it, "Second"), id, version: 1 });
  const edited = it.now();
  for (let n = 30; n < 40; n += 1) {
    day(it, 1);
    await purge(it.world);
  }
  await plan(it, "advanced");
  it.pass(MINUTE);
  return { it, id, start, edited, by: await owner(it) };
}

const asOf = (by: TestCaller, at: number) => by.history.asOf({ at });

test("after an upgrade nothing is claimed of a time that was removed: it is refused with the date since which all is there", async () => {
  const { it, id, start, edited, by } = await upgraded();
  const refused = { code: "invalid", key: "history.incompleteBefore" };
  for (const at of [start + 20 * DAY, edited - 1]) {
    expect(await failureOf(asOf(by, at))).toMatchObject({ ...refused, field: "at" });
    const records = [{ kind: "queue", id }];
    expect(await failureOf(by.history.proposeBringBack({ at, records }))).toMatchObject({ ...refused, field: "at" });
    const { secret } = await it.with(null).access.signIn({ email: SOLVEIG, password: "callboard-demo" });
    const then = it.with(secret, { account: "solo", asOf: at });
    expect(await failureOf(then.queues.list())).toMatchObject({ ...refused, field: "x-callboard-as-of" });
  }
  expect((await by.queues.list()).queues.map(({ name }) => name)).toContain("Second");
  // From then on all of it is true.
  expect((await asOf(by, edited)).records.filter((one) => one.id === id)).toEqual([]);
  const { versions, completeSince } = await by.history.versions({ kind: "queue", id });
  expect(completeSince).toBe(edited);
  expect(versions.map(({ version }) => version)).toEqual([2]);
  expect((await by.history.list({})).completeSince).toBe(edited);
});

test("a version that is gone says since when the history is complete, whoever opens, compares or restores it", async () => {
  const { id, by } = await upgraded();
  const gone = { code: "not-found", key: "history.versionGoneSince" };
  const which = { kind: "queue", id };
  expect(await failureOf(by.history.version({ ...which, version: 1 }))).toMatchObject(gone);
  expect(await failureOf(by.history.compare({ ...which, from: 1, to: 2 }))).toMatchObject(gone);
  expect(await failureOf(by.history.proposeRestore({ ...which, version: 1 }))).toMatchObject(gone);
  expect(await failureOf(by.history.proposeRestore({ ...which, version: 2, take: "change" }))).toMatchObject(gone);
});

test("what was never removed is no boundary: an account that grew up on one plan reaches back as far as that keeps it", async () => {
  const it = await openTestApp();
  const dana = it.as("dana@callboard.demo", "northwind");
  it.pass(20 * DAY);
  await purge(it.world);
  expect((await dana.history.list({})).completeSince).toBeNull();
  expect((await dana.history.asOf({ at: it.now() - 20 * DAY + HOUR })).records).toEqual([]);
});

test("where the plan's own retention is the nearer boundary, its days are named", async () => {
  const { it, edited } = await upgraded();
  for (let n = 0; n < 125; n += 25) {
    it.pass(25 * DAY);
    await purge(it.world);
  }
  const by = await owner(it);
  expect(await failureOf(asOf(by, edited + DAY))).toMatchObject({ key: "history.beforeTime" });
  expect((await by.history.list({})).completeSince).toBeNull();
});

test("where rows went before this was kept, the boundary lies no earlier than what can have been removed", async () => {
  const { it, start, edited, by } = await upgraded();
  const [, fill] = completeSince;
  await it.world.db.script([stmt("DELETE FROM complete_since"), stmt(fill!)]);
  const [row] = await it.rows("SELECT at FROM complete_since WHERE account = ?", it.account("solo"));
  expect(Number(row!.at)).toBeGreaterThanOrEqual(edited);
  expect(await failureOf(asOf(by, start + 20 * DAY))).toMatchObject({ key: "history.incompleteBefore" });
});
