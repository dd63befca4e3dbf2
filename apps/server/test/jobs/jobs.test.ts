import { describe, expect, test } from "vitest";
import { enqueue } from "@callboard/domain/core/effect";
import { startScheduler } from "../../src/jobs/scheduler.ts";
import { scheduledWork } from "../../src/start/scheduledWork.ts";
import { type Database, type Stmt, stmt } from "../../src/store/database/port.ts";
import { finishJob, type LeasedJob, leaseJob, runDueJobs } from "../../src/jobs/queue.ts";
import { MailRejected } from "../../src/integrations/mail/mailer.ts";
import { commit } from "../../src/store/commit.ts";
import { deleteExpired } from "../../src/jobs/deleteExpired.ts";
import { eventually } from "../support/eventually.ts";
import { DAY, HOUR, MINUTE, openTestApp, SECOND } from "../support/kit.ts";
import { scopeOf } from "../support/scopes.ts";

async function open() {
  const app = await openTestApp();
  const { db } = app.services;
  const enqueueJob = (key: string, dueIn = 0) =>
    commit(scopeOf(app.services, app.account("northwind")), {}, () => [
      enqueue({ kind: "mail", key, dueAt: app.now() + dueIn, data: { id: key } }),
    ]);
  return {
    ...app,
    enqueueJob,
    take: () => leaseJob(db, app.now()),
    end: (job: LeasedJob, error: Error | null = null) => finishJob(db, job, app.now(), error),
  };
}

test("a job is queued once under its natural key", async () => {
  const { enqueueJob, take: lease, end: finish } = await open();
  await enqueueJob("a");
  await enqueueJob("a");
  const job = await lease();
  expect(job).toMatchObject({ data: { id: "a" }, attempts: 1, fence: 1 });
  await finish(job!);
  await enqueueJob("a");
  expect(await lease()).toBeNull();
});

test("a job waits until it is due, and the earliest due comes first", async () => {
  const { enqueueJob, take: lease, advance } = await open();
  await enqueueJob("late", 2 * HOUR);
  await enqueueJob("soon", HOUR);
  expect(await lease()).toBeNull();
  advance(3 * HOUR);
  expect((await lease())!.data).toEqual({ id: "soon" });
  expect((await lease())!.data).toEqual({ id: "late" });
  expect(await lease()).toBeNull();
});

test("a job belongs to its worker until the lease expires; after that the first worker's result no longer counts", async () => {
  const { enqueueJob, take: lease, end: finish, advance } = await open();
  await enqueueJob("a");
  const slow = (await lease())!;
  advance(MINUTE - 1);
  expect(await lease()).toBeNull();
  advance(1);
  const next = (await lease())!;
  expect(next).toMatchObject({ id: slow.id, fence: slow.fence + 1, attempts: 2 });
  expect(await finish(slow)).toBe(false);
  expect(await finish(slow, new Error("too late"))).toBe(false);
  expect(await finish(next)).toBe(true);
  expect(await finish(next)).toBe(false);
});

test("many workers at once never hold the same job", async () => {
  const { enqueueJob, take: lease } = await open();
  for (const key of ["a", "b", "c"]) await enqueueJob(key);
  const leased = await Promise.all(Array.from({ length: 12 }, lease));
  const ids = leased.flatMap((job) => (job ? [job.id] : []));
  expect(ids).toHaveLength(3);
  expect(new Set(ids).size).toBe(3);
});

test("a job that fails waits longer each time, and is given up after the eighth try", async () => {
  const { enqueueJob, take: lease, end: finish, advance, now, selectRows } = await open();
  await enqueueJob("a");
  const waits: number[] = [];
  for (let tries = 1; tries <= 8; tries += 1) {
    const job = (await lease())!;
    expect(job.attempts).toBe(tries);
    await finish(job, new Error("down"));
    const [row] = await selectRows("SELECT due_at, failed_at, error FROM jobs WHERE key = 'a'");
    expect(row!.error).toBe("down");
    if (tries === 8) expect(row!.failed_at).toBe(now());
    else {
      expect(row!.failed_at).toBeNull();
      waits.push(row!.due_at - now());
      advance(row!.due_at - now() - 1);
      expect(await lease()).toBeNull();
      advance(1);
    }
  }
  expect(waits).toEqual([30, 60, 120, 240, 480, 960, 1920].map((seconds) => seconds * SECOND));
  advance(DAY);
  expect(await lease()).toBeNull();
});

test("a job that was refused for good isn't tried again", async () => {
  const { enqueueJob, take: lease, end: finish, advance, selectRows } = await open();
  await enqueueJob("a");
  await finish((await lease())!, new MailRejected("no such box"));
  advance(DAY);
  expect(await lease()).toBeNull();
  expect((await selectRows("SELECT error FROM jobs WHERE failed_at IS NOT NULL"))[0]!.error).toBe("no such box");
});

test("the daily cleanup deletes old idempotency keys and sessions, but phone events count for ever", async () => {
  const app = await open();
  await app.callerFor("dana@callboard.demo", "northwind", { key: "old" }).agents.setStatus({ status: "available" });
  const person = app.people["ava@callboard.demo"]!;
  await app.callerWith(app.keys.northwind).calls.phoneEvent({ id: "event", person, event: "ringing" });
  app.advance(31 * DAY);
  const stop = startScheduler(app.services, scheduledWork(app.services));
  const remainingSql = "SELECT procedure, key FROM commands WHERE key IN ('old', 'event')";
  await eventually(async () => (await app.selectRows(remainingSql)).length === 1);
  await stop();
  expect(await app.selectRows(remainingSql)).toEqual([{ procedure: "calls.phoneEvent", key: "event" }]);
  expect(await app.selectRows("SELECT 1 FROM sessions")).toEqual([]);
});

describe("cleaning up two thousand expired keys", () => {
  const EXPIRED = 2000;
  const openWithExpiredKeys = async () => {
    const app = await open();
    await deleteExpired(app.services);
    const at = app.now() - 31 * DAY;
    const key = `INSERT INTO commands (actor, procedure, key, hash, answer, at)
      SELECT 'x', ?, value, 'h', '{}', ? FROM json_each(?)`;
    const numbers = JSON.stringify(Array.from({ length: EXPIRED }, (_, n) => String(n)));
    const writes = ["agents.setStatus", "calls.phoneEvent"].map((procedure) => stmt(key, procedure, at, numbers));
    await app.services.db.write({ reads: [], decide: () => ({ writes, answer: null }) });
    const remaining = async (procedure: string) =>
      Number(
        (await app.selectRows("SELECT count(*) AS n FROM commands WHERE actor = 'x' AND procedure = ?", procedure))[0]!
          .n,
      );
    return { ...app, remaining };
  };

  test("lets other writes go first, and stops when told", async () => {
    const { services, remaining, callerFor } = await openWithExpiredKeys();
    let stopped = false;
    const cleanup = deleteExpired(services, () => stopped);
    // It has its turn while most of the keys are still there.
    await callerFor("dana@callboard.demo", "northwind").agents.setStatus({ status: "available" });
    expect(await remaining("agents.setStatus")).toBeGreaterThan(EXPIRED / 2);
    stopped = true;
    const deleted = await cleanup;
    expect(deleted).toBeLessThan(EXPIRED / 2);
    expect(await remaining("agents.setStatus")).toBe(EXPIRED - deleted);
    expect(await deleteExpired(services)).toBe(EXPIRED - deleted);
    expect([await remaining("agents.setStatus"), await remaining("calls.phoneEvent")]).toEqual([0, EXPIRED]);
  });

  test("scans no rows that stay", async () => {
    const { services, selectRows } = await openWithExpiredKeys();
    const reads: Stmt[] = [];
    const { write } = services.db;
    services.db.write = (work) => {
      reads.push(...work.reads);
      return write(work);
    };
    await deleteExpired(services);
    const plans = await Promise.all(
      [...new Set(reads.map(({ sql }) => sql))].map(async (sql) =>
        (await selectRows(`EXPLAIN QUERY PLAN ${sql}`, 0)).map(({ detail }) => detail as string),
      ),
    );
    expect(plans).toEqual([
      [expect.stringMatching(/^SEARCH commands USING (COVERING )?INDEX commands_due \(at<\?\)$/)],
      [expect.stringMatching(/^SEARCH sessions USING (COVERING )?INDEX sessions_due \(expires_at<\?\)$/)],
      [expect.stringMatching(/^SEARCH tokens USING (COVERING )?INDEX tokens_due \(expires_at<\?\)$/)],
      [expect.stringMatching(/^SEARCH mail_sends USING (COVERING )?INDEX mail_sends_due \(at<\?\)$/)],
      [
        expect.stringMatching(
          /^SEARCH sign_in_attempts USING (COVERING )?INDEX sign_in_attempts_due \(expires_at<\?\)$/,
        ),
      ],
      [expect.stringMatching(/^SEARCH devices USING (COVERING )?INDEX devices_due \(expires_at<\?\)$/)],
      [expect.stringMatching(/^SEARCH idle_reports USING (COVERING )?INDEX idle_reports_due \(reported_at<\?\)$/)],
      // The index contains only unsent mails: a sent one has no secret.
      [
        "SCAN m USING INDEX mails_with_secret",
        expect.stringMatching(/^SEARCH t USING INDEX sqlite_autoindex_tokens_1/),
      ],
    ]);
  });
});

test("running due jobs does everything that is due and answers how much it was", async () => {
  const app = await open();
  expect(await runDueJobs(app.services)).toBe(0);
});

test("a job without a handler, or whose worker crashes each time, fails and blocks nothing", async () => {
  const app = await openTestApp();
  await commit(scopeOf(app.services, app.account("northwind")), {}, () => [
    enqueue({ kind: "nonsense", key: "a", dueAt: app.now(), data: {} }),
    enqueue({ kind: "mail", key: "b", dueAt: app.now() + 1, data: { id: "none" } }),
  ]);
  app.advance(1);
  for (let tries = 0; tries < 12; tries += 1) {
    await leaseJob(app.services.db, app.now());
    app.advance(5 * HOUR);
  }
  for (let tries = 0; tries < 12; tries += 1) {
    await runDueJobs(app.services);
    app.advance(5 * HOUR);
  }
  const jobs = await app.selectRows("SELECT kind, failed_at IS NOT NULL AS failed, error FROM jobs ORDER BY key");
  expect(jobs.map(({ kind, failed }) => [kind, failed])).toEqual([
    ["nonsense", 1],
    ["mail", 1],
  ]);
  expect(jobs[0]!.error).toMatch(/no handler|every attempt crashed/);
});

test.each(["runs", "requests", "others"] as const)(
  "the next job of %s is found by its own index, however many other rows there are",
  async (queue) => {
    const { services, now } = await openTestApp();
    const statements: Stmt[] = [];
    const recordingDb: Database = {
      ...services.db,
      read: (stmts) => {
        statements.push(...stmts);
        return services.db.read(stmts);
      },
    };
    expect(await leaseJob(recordingDb, now(), queue)).toBeNull();
    const [{ sql, args }] = statements as [Stmt];
    const [plan] = await services.db.read([stmt(`EXPLAIN QUERY PLAN ${sql}`, ...args)]);
    expect(plan!.map(({ detail }) => detail)).toEqual([`SEARCH jobs USING INDEX jobs_${queue} (due_at<?)`]);
  },
);
