import { describe, expect, test } from "vitest";
import { stmt } from "../../src/store/database/port.ts";
import { purge } from "../../src/store/purge.ts";
import { DEMO_PASSWORD } from "../../src/features/demo/people.ts";
import { verify } from "../../src/store/verify/verify.ts";
import { DAY, openTestApp, failureOf, type TestApp } from "../support/kit.ts";

const SOLVEIG = "solveig@callboard.demo";
const KEEPS = { solo: 7 * DAY, northwind: 120 * DAY };

const owner = (app: TestApp) => app.callerFor(SOLVEIG, "solo");
const verifyApp = (app: TestApp) => verify(app.services.db, app.services.seal);

/** A status with this many versions, a day apart. */
async function createVersions(app: TestApp, count: number): Promise<string> {
  const { id } = await owner(app).agents.defineStatus({ name: "Version 1", color: "teal" });
  for (let version = 1; version < count; version += 1) {
    app.advance(DAY);
    await owner(app).agents.defineStatus({ id, version, name: `Version ${version + 1}`, color: "teal" });
  }
  return id;
}
const visibleVersions = async (app: TestApp, id: string, caller = owner(app)) =>
  (await caller.history.versions({ kind: "status", id })).versions.map(({ version }) => version);

describe("retention", () => {
  test("a version is visible to the exact millisecond, also across both clock changes", async () => {
    for (const createdAt of [Date.UTC(2026, 2, 28, 23, 30), Date.UTC(2026, 9, 24, 23, 30)]) {
      const app = await openTestApp();
      app.advance(createdAt - app.now());
      const { secret } = await app.callerWith(null).access.signIn({ email: SOLVEIG, password: DEMO_PASSWORD });
      const caller = app.callerWith(secret, { account: "solo" });
      const { id } = await caller.agents.defineStatus({ name: "Tea", color: "teal" });
      app.advance(1);
      await caller.agents.defineStatus({ id, version: 1, name: "Green tea", color: "teal" });
      app.advance(KEEPS.solo - 2);
      expect(await visibleVersions(app, id, caller)).toEqual([2, 1]);
      app.advance(1);
      expect(await visibleVersions(app, id, caller)).toEqual([2]);
      expect(await failureOf(caller.history.version({ kind: "status", id, version: 1 }))).toMatchObject({
        key: "history.versionGone",
      });
      app.advance(1);
      expect(await visibleVersions(app, id, caller)).toEqual([]);
      expect((await caller.history.version({ kind: "status", id, version: 2 })).title).toBe("Green tea");
    }
  });

  test("the purge removes hidden versions and keeps the current one, the newest before the limit, and pinned ones", async () => {
    const app = await openTestApp();
    const id = await createVersions(app, 6);
    await owner(app).history.pin({ kind: "status", id, version: 2, note: "before the campaign" });
    const { title, noun, newest, versions } = await owner(app).history.versions({ kind: "status", id });
    expect({ title, noun, newest }).toEqual({ title: "Version 6", noun: "agent status", newest: 6 });
    expect(versions.find(({ pinned }) => pinned)).toMatchObject({ version: 2, note: "before the campaign" });
    app.advance(KEEPS.solo - 2 * DAY);
    const at = app.now() - KEEPS.solo + 1;
    const before = await owner(app).history.asOf({ at });
    expect(await purge(app.services)).toBeGreaterThan(0);
    const remaining = await app.selectRows(
      "SELECT version FROM changes WHERE kind = 'status' AND id = ? ORDER BY version",
      id,
    );
    expect(remaining.map((row) => row.version)).toEqual([2, 4, 5, 6]);
    expect(await visibleVersions(app, id)).toEqual([6, 5, 2]);
    expect(await owner(app).history.asOf({ at })).toEqual(before);
    expect((await verifyApp(app)).broken).toBeNull();
    expect((await verifyApp(app)).removed).toBeGreaterThan(0);
    expect(await purge(app.services)).toBe(0);
    await owner(app).history.unpin({ kind: "status", id, version: 2 });
    expect(await purge(app.services)).toBe(1);
    expect(await visibleVersions(app, id)).toEqual([6, 5]);
  });

  test("money and current values are never removed, however old", async () => {
    const app = await openTestApp();
    await createVersions(app, 2);
    const money = await app.selectRows("SELECT * FROM postings ORDER BY seq");
    const records = await app.selectRows("SELECT * FROM records ORDER BY account, kind, id");
    app.advance(3 * 365 * DAY);
    expect(await purge(app.services)).toBeGreaterThan(50);
    expect(await app.selectRows("SELECT * FROM postings ORDER BY seq")).toEqual(money);
    expect(await app.selectRows("SELECT * FROM records ORDER BY account, kind, id")).toEqual(records);
    expect((await verifyApp(app)).broken).toBeNull();
  });
});

test("versions are listed a day before they are hidden, and a pin keeps one", async () => {
  const app = await openTestApp();
  app.advance(KEEPS.solo + DAY);
  const id = await createVersions(app, 3);
  app.advance(KEEPS.solo - 3 * DAY - 1);
  expect(await owner(app).history.expiring()).toMatchObject({ count: 0, first: null, retentionDays: 7 });
  app.advance(1);
  expect(await owner(app).history.expiring()).toMatchObject({ count: 1, first: app.now() + DAY });
  await owner(app).history.pin({ kind: "status", id, version: 1 });
  expect(await owner(app).history.expiring()).toMatchObject({ count: 0 });
  expect(await owner(app).history.verify()).toMatchObject({ whole: true, broken: null });
});

describe("verification", () => {
  test("accepts an intact log, before and after other writes", async () => {
    const app = await openTestApp();
    await createVersions(app, 3);
    const { broken, rows, accounts } = await verifyApp(app);
    expect(broken).toBeNull();
    expect(rows).toBe(Number((await app.selectRows("SELECT count(*) AS n FROM changes"))[0]!.n));
    expect(accounts).toBeGreaterThan(4);
  });

  test.each([
    ["data", "replace(data, 'Version', 'Fersion')"],
    ["actor", "replace(actor, 'person', 'persom')"],
    ["action", "action || ' '"],
    ["at", "at + 1"],
    ["event", "'restored'"],
    ["version", "version + 100"],
    ["digest", "upper(digest)"],
  ])("one changed byte of %s is reported, even with the triggers bypassed", async (column, sql) => {
    const app = await openTestApp();
    const id = await createVersions(app, 3);
    const [row] = await app.selectRows(
      "SELECT n, account FROM changes WHERE kind = 'status' AND id = ? AND version = 2",
      id,
    );
    await app.services.db.runScript([
      stmt("DROP TRIGGER changes_no_update"),
      stmt(`UPDATE changes SET ${column} = ${sql} WHERE kind = 'status' AND id = ? AND version = 2`, id),
    ]);
    expect((await verifyApp(app)).broken).toEqual({
      table: "changes",
      account: row!.account,
      row: String(row!.n),
      problem: "it is not as it was written",
    });
  });

  test("a row missing from the middle, the end or the records is reported", async () => {
    const cases = [
      ["DELETE FROM changes WHERE kind = 'status' AND version = 2 AND id = ?", "changes"],
      ["DELETE FROM changes WHERE kind = 'status' AND version = 3 AND id = ?", "changes"],
      ["DELETE FROM records WHERE kind = 'status' AND id = ?", "records"],
      ["UPDATE records SET data = replace(data, 'Version', 'Fersion') WHERE kind = 'status' AND id = ?", "records"],
    ] as const;
    for (const [sql, table] of cases) {
      const app = await openTestApp();
      const id = await createVersions(app, 3);
      await app.services.db.runScript([stmt("DROP TRIGGER changes_no_delete"), stmt(sql, id)]);
      expect((await verifyApp(app)).broken).toMatchObject({ table, account: app.account("solo") });
    }
  });

  test("rows falsely listed as removed are reported", async () => {
    const app = await openTestApp();
    const id = await createVersions(app, 3);
    const fakeRemoval = async () =>
      app.services.db.runScript([
        stmt(
          "INSERT INTO removed SELECT account, n, digest, at, seq FROM changes WHERE kind = 'status' AND id = ? AND version = 2",
          id,
        ),
        stmt("DELETE FROM changes WHERE kind = 'status' AND id = ? AND version = 2", id),
      ]);
    await fakeRemoval();
    expect((await verifyApp(app)).broken).toMatchObject({ table: "checkpoints", account: app.account("solo") });
    await app.services.db.runScript([
      stmt(
        "INSERT INTO checkpoints (account, removed, at, signature) VALUES (?, 1, 1, 'made up')",
        app.account("solo"),
      ),
    ]);
    expect((await verifyApp(app)).broken).toMatchObject({ problem: "its signature does not fit" });
  });

  test.each([
    ["micros", "micros + 1"],
    ["memo", "memo || ' '"],
    ["happened_at", "happened_at - 1"],
    ["to_after", "to_after + 1"],
    ["digest", "digest || 'x'"],
  ])("a posting's changed %s is reported, even with the triggers bypassed", async (column, sql) => {
    const app = await openTestApp();
    await app.services.db.runScript([
      stmt("DROP TRIGGER postings_no_update"),
      stmt(`UPDATE postings SET ${column} = ${sql} WHERE seq = 2`),
    ]);
    expect((await verifyApp(app)).broken).toMatchObject({ table: "postings", row: "2" });
  });
});
