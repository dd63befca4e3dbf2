import { describe, expect, test } from "vitest";
import { enqueue } from "@callboard/domain/core/effect";
import { startScheduler } from "../../src/jobs/scheduler.ts";
import { scheduledWork } from "../../src/http/scheduledWork.ts";
import { type Database, type Stmt, stmt } from "../../src/store/database/port.ts";
import { finishJob, type LeasedJob, leaseJob, runDueJobs } from "../../src/jobs/queue.ts";
import { MailRefused } from "../../src/integrations/mail/mailer.ts";
import { commit } from "../../src/store/commit.ts";
import { deleteExpired } from "../../src/jobs/deleteExpired.ts";
import { DAY, eventually, HOUR, MINUTE, openTestApp, SECOND } from "../support/kit.ts";
import { scopeOf } from "../support/scopes.ts";

async function open() {
  const app = await openTestApp();
  const { db } = app.world;
  const want = (key: string, dueIn = 0) =>
    commit(scopeOf(app.world, app.account("northwind")), {}, () => [
      enqueue({ kind: "mail", key, dueAt: app.now() + dueIn, data: { id: key } }),
    ]);
  return {
    ...app,
    want,
    take: () => leaseJob(db, app.now()),
    end: (job: LeasedJob, error: Error | null = null) => finishJob(db, job, app.now(), error),
  };
}

test("a job is queued once under its natural key", async () => {
  const { want, take, end } = await open();
  await want("a");
  await want("a");
  const job = await take();
  expect(job).toMatchObject({ data: { id: "a" }, tries: 1, fence: 1 });
  await end(job!);
  await want("a");
  expect(await take()).toBeNull();
});

test("a job waits until it is due, and the earliest due comes first", async () => {
  const { want, take, pass } = await open();
  await want("late", 2 * HOUR);
  await want("soon", HOUR);
  expect(await take()).toBeNull();
  pass(3 * HOUR);
  expect((await take())!.data).toEqual({ id: "soon" });
  expect((await take())!.data).toEqual({ id: "late" });
  expect(await take()).toBeNull();
});

test("a job belongs to its worker until the lease expires; after that the first worker's result no longer counts", async () => {
  const { want, take, end, pass } = await open();
  await want("a");
  const slow = (await take())!;
  pass(MINUTE - 1);
  expect(await take()).toBeNull();
  pass(1);
  const next = (await take())!;
  expect(next).toMatchObject({ id: slow.id, fence: slow.fence + 1, tries: 2 });
  expect(await end(slow)).toBe(false);
  expect(await end(slow, new Error("too late"))).toBe(false);
  expect(await end(next)).toBe(true);
  expect(await end(next)).toBe(false);
});

test("many workers at once never hold the same job", async () => {
  const { want, take } = await open();
  for (const key of ["a", "b", "c"]) await want(key);
  const held = await Promise.all(Array.from({ length: 12 }, take));
  const ids = held.flatMap((job) => (job ? [job.id] : []));
  expect(ids).toHaveLength(3);
  expect(new Set(ids).size).toBe(3);
});

test("a job that fails waits longer each time, and is given up after the eighth try", async () => {
  const { want, take, end, pass, now, rows } = await open();
  await want("a");
  const waits: number[] = [];
  for (let tries = 1; tries <= 8; tries += 1) {
    const job = (await take())!;
    expect(job.tries).toBe(tries);
    await end(job, new Error("down"));
    const [row] = await rows("SELECT due_at, failed_at, error FROM jobs WHERE key = 'a'");
    expect(row!.error).toBe("down");
    if (tries === 8) expect(row!.failed_at).toBe(now());
    else {
      expect(row!.failed_at).toBeNull();
      waits.push(row!.due_at - now());
      pass(row!.due_at - now() - 1);
      expect(await take()).toBeNull();
      pass(1);
    }
  }
  expect(waits).toEqual([30, 60, 120, 240, 480, 960, 1920].map((seconds) => seconds * SECOND));
  pass(DAY);
  expect(await take()).toBeNull();
});

test("a job that was refused for good isn't tried again", async () => {
  const { want, take, end, pass, rows } = await open();
  await want("a");
  await end((await take())!, new MailRefused("no such box"));
  pass(DAY);
  expect(await take()).toBeNull();
  expect((await rows("SELECT error FROM jobs WHERE failed_at IS NOT NULL"))[0]!.error).toBe("no such box");
});

test("the daily cleanup deletes old idempotency keys and sessions, but phone events count for ever", async () => {
  const it = await open();
  await it.as("dana@callboard.demo", "northwind", { key: "old" }).agents.setStatus({ status: "available" });
  const person = it.people["ava@callboard.demo"]!;
  await it.with(it.keys.northwind).calls.phoneEvent({ id: "event", person, event: "ringing" });
  it.pass(31 * DAY);
  const stop = startScheduler(it.world, scheduledWork(it.world));
  const left = "SELECT procedure, key FROM commands WHERE key IN ('old', 'event')";
  await eventually(async () => (await it.rows(left)).length === 1);
  await stop();
  expect(await it.rows(left)).toEqual([{ procedure: "calls.phoneEvent", key: "event" }]);
  expect(await it.rows("SELECT 1 FROM sessions")).toEqual([]);
});

describe("cleaning up two thousand expired keys", () => {
  const OLD = 2000;
  const openWithOld = async () => {
    const it = await open();
    await deleteExpired(it.world);
    const at = it.now() - 31 * DAY;
    const key = `INSERT INTO commands (actor, procedure, key, hash, answer, at)
      SELECT 'x', ?, value, 'h', '{}', ? FROM json_each(?)`;
    const numbers = JSON.stringify(Array.from({ length: OLD }, (_, n) => String(n)));
    const writes = ["agents.setStatus", "calls.phoneEvent"].map((procedure) => stmt(key, procedure, at, numbers));
    await it.world.db.write({ reads: [], decide: () => ({ writes, answer: null }) });
    const left = async (procedure: string) =>
      Number(
        (await it.rows("SELECT count(*) AS n FROM commands WHERE actor = 'x' AND procedure = ?", procedure))[0]!.n,
      );
    return { ...it, left };
  };

  test("lets other writes go first, and stops when told", async () => {
    const { world: services, left, as } = await openWithOld();
    let stopped = false;
    const tidying = deleteExpired(services, () => stopped);
    // It has its turn while most of the keys are still there.
    await as("dana@callboard.demo", "northwind").agents.setStatus({ status: "available" });
    expect(await left("agents.setStatus")).toBeGreaterThan(OLD / 2);
    stopped = true;
    const gone = await tidying;
    expect(gone).toBeLessThan(OLD / 2);
    expect(await left("agents.setStatus")).toBe(OLD - gone);
    expect(await deleteExpired(services)).toBe(OLD - gone);
    expect([await left("agents.setStatus"), await left("calls.phoneEvent")]).toEqual([0, OLD]);
  });

  test("scans no rows that stay", async () => {
    const { world: services, rows } = await openWithOld();
    const read: Stmt[] = [];
    const { write } = services.db;
    services.db.write = (work) => {
      read.push(...work.reads);
      return write(work);
    };
    await deleteExpired(services);
    const plans = await Promise.all(
      [...new Set(read.map(({ sql }) => sql))].map(async (sql) =>
        (await rows(`EXPLAIN QUERY PLAN ${sql}`, 0)).map(({ detail }) => detail as string),
      ),
    );
    expect(plans).toEqual([
      [expect.stringMatching(/^SEARCH commands USING (COVERING )?INDEX commands_due \(at<\?\)$/)],
      [expect.stringMatching(/^SEARCH sessions USING (COVERING )?INDEX sessions_due \(expires_at<\?\)$/)],
      [expect.stringMatching(/^SEARCH tokens USING (COVERING )?INDEX tokens_due \(expires_at<\?\)$/)],
      [expect.stringMatching(/^SEARCH sendings USING (COVERING )?INDEX sendings_due \(at<\?\)$/)],
      [expect.stringMatching(/^SEARCH tries USING (COVERING )?INDEX tries_due \(over_at<\?\)$/)],
      [expect.stringMatching(/^SEARCH devices USING (COVERING )?INDEX devices_due \(over_at<\?\)$/)],
      // The index contains only unsent mails: a sent one has no secret.
      ["SCAN m USING INDEX mails_secret", expect.stringMatching(/^SEARCH t USING INDEX sqlite_autoindex_tokens_1/)],
    ]);
  });
});

test("running due jobs does everything that is due and answers how much it was", async () => {
  const it = await open();
  expect(await runDueJobs(it.world)).toBe(0);
});

test("a job without a handler, or whose worker crashes each time, fails and blocks nothing", async () => {
  const app = await openTestApp();
  await commit(scopeOf(app.world, app.account("northwind")), {}, () => [
    enqueue({ kind: "nonsense", key: "a", dueAt: app.now(), data: {} }),
    enqueue({ kind: "mail", key: "b", dueAt: app.now() + 1, data: { id: "none" } }),
  ]);
  app.pass(1);
  for (let tries = 0; tries < 12; tries += 1) {
    await leaseJob(app.world.db, app.now());
    app.pass(5 * HOUR);
  }
  for (let tries = 0; tries < 12; tries += 1) {
    await runDueJobs(app.world);
    app.pass(5 * HOUR);
  }
  const left = await app.rows("SELECT kind, failed_at IS NOT NULL AS failed, error FROM jobs ORDER BY key");
  expect(left.map(({ kind, failed }) => [kind, failed])).toEqual([
    ["nonsense", 1],
    ["mail", 1],
  ]);
  expect(left[0]!.error).toMatch(/every attempt crashed/);
});

test.each(["runs", "errands", "others"] as const)(
  "the next of %s is found by its own index, however many other rows there are",
  async (row) => {
    const { world: services, now } = await openTestApp();
    const asked: Stmt[] = [];
    const listening: Database = {
      ...services.db,
      read: (stmts) => {
        asked.push(...stmts);
        return services.db.read(stmts);
      },
    };
    expect(await leaseJob(listening, now(), row)).toBeNull();
    const [{ sql, args }] = asked as [Stmt];
    const [plan] = await services.db.read([stmt(`EXPLAIN QUERY PLAN ${sql}`, ...args)]);
    expect(plan!.map(({ detail }) => detail)).toEqual([`SEARCH jobs USING INDEX jobs_${row} (due_at<?)`]);
  },
);
