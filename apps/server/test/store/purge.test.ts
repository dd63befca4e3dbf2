import { describe, expect, test } from "vitest";
import { stmt } from "../../src/store/database/port.ts";
import { purge } from "../../src/store/purge.ts";
import { DEMO_PASSWORD } from "../../src/features/demo/people.ts";
import { verify } from "../../src/store/verify/verify.ts";
import { DAY, openTestApp, failureOf, type TestApp } from "../support/kit.ts";

const SOLVEIG = "solveig@callboard.demo";
const KEEPS = { solo: 7 * DAY, northwind: 120 * DAY };

const owner = (open: TestApp) => open.as(SOLVEIG, "solo");
const proof = (open: TestApp) => verify(open.world.db, open.world.seal);

/** A status with this many versions, a day apart. */
async function versioned(open: TestApp, count: number): Promise<string> {
  const { id } = await owner(open).agents.defineStatus({ name: "Version 1", tone: "teal" });
  for (let version = 1; version < count; version += 1) {
    open.pass(DAY);
    await owner(open).agents.defineStatus({ id, version, name: `Version ${version + 1}`, tone: "teal" });
  }
  return id;
}
const visibleVersions = async (open: TestApp, id: string, by = owner(open)) =>
  (await by.history.versions({ kind: "status", id })).versions.map(({ version }) => version);

describe("retention", () => {
  test("a version is visible to the exact millisecond, also across both clock changes", async () => {
    for (const made of [Date.UTC(2026, 2, 28, 23, 30), Date.UTC(2026, 9, 24, 23, 30)]) {
      const open = await openTestApp();
      open.pass(made - open.now());
      const { secret } = await open.with(null).access.signIn({ email: SOLVEIG, password: DEMO_PASSWORD });
      const by = open.with(secret, { account: "solo" });
      const { id } = await by.agents.defineStatus({ name: "Tea", tone: "teal" });
      open.pass(1);
      await by.agents.defineStatus({ id, version: 1, name: "Green tea", tone: "teal" });
      open.pass(KEEPS.solo - 2);
      expect(await visibleVersions(open, id, by)).toEqual([2, 1]);
      open.pass(1);
      expect(await visibleVersions(open, id, by)).toEqual([2]);
      expect(await failureOf(by.history.version({ kind: "status", id, version: 1 }))).toMatchObject({
        key: "history.versionGone",
      });
      open.pass(1);
      expect(await visibleVersions(open, id, by)).toEqual([]);
      expect((await by.history.version({ kind: "status", id, version: 2 })).title).toBe("Green tea");
    }
  });

  test("the purge removes hidden versions and keeps the current one, the newest before the limit, and pinned ones", async () => {
    const open = await openTestApp();
    const id = await versioned(open, 6);
    await owner(open).history.pin({ kind: "status", id, version: 2, note: "before the campaign" });
    const { title, noun, newest, versions } = await owner(open).history.versions({ kind: "status", id });
    expect({ title, noun, newest }).toEqual({ title: "Version 6", noun: "agent status", newest: 6 });
    expect(versions.find(({ pinned }) => pinned)).toMatchObject({ version: 2, note: "before the campaign" });
    open.pass(KEEPS.solo - 2 * DAY);
    const at = open.now() - KEEPS.solo + 1;
    const before = await owner(open).history.asOf({ at });
    expect(await purge(open.world)).toBeGreaterThan(0);
    const kept = await open.rows("SELECT version FROM changes WHERE kind = 'status' AND id = ? ORDER BY version", id);
    expect(kept.map((row) => row.version)).toEqual([2, 4, 5, 6]);
    expect(await visibleVersions(open, id)).toEqual([6, 5, 2]);
    expect(await owner(open).history.asOf({ at })).toEqual(before);
    expect((await proof(open)).broken).toBeNull();
    expect((await proof(open)).removed).toBeGreaterThan(0);
    expect(await purge(open.world)).toBe(0);
    await owner(open).history.unpin({ kind: "status", id, version: 2 });
    expect(await purge(open.world)).toBe(1);
    expect(await visibleVersions(open, id)).toEqual([6, 5]);
  });

  test("money and current values are never removed, however old", async () => {
    const open = await openTestApp();
    await versioned(open, 2);
    const money = await open.rows("SELECT * FROM postings ORDER BY seq");
    const records = await open.rows("SELECT * FROM records ORDER BY account, kind, id");
    open.pass(3 * 365 * DAY);
    expect(await purge(open.world)).toBeGreaterThan(50);
    expect(await open.rows("SELECT * FROM postings ORDER BY seq")).toEqual(money);
    expect(await open.rows("SELECT * FROM records ORDER BY account, kind, id")).toEqual(records);
    expect((await proof(open)).broken).toBeNull();
  });
});

test("versions are listed a day before they are hidden, and a pin keeps one", async () => {
  const open = await openTestApp();
  open.pass(KEEPS.solo + DAY);
  const id = await versioned(open, 3);
  open.pass(KEEPS.solo - 3 * DAY - 1);
  expect(await owner(open).history.expiring()).toMatchObject({ count: 0, first: null, retentionDays: 7 });
  open.pass(1);
  expect(await owner(open).history.expiring()).toMatchObject({ count: 1, first: open.now() + DAY });
  await owner(open).history.pin({ kind: "status", id, version: 1 });
  expect(await owner(open).history.expiring()).toMatchObject({ count: 0 });
  expect(await owner(open).history.verify()).toMatchObject({ whole: true, broken: null });
});

describe("verification", () => {
  test("accepts an intact log, before and after other writes", async () => {
    const open = await openTestApp();
    await versioned(open, 3);
    const { broken, rows, accounts } = await proof(open);
    expect(broken).toBeNull();
    expect(rows).toBe(Number((await open.rows("SELECT count(*) AS n FROM changes"))[0]!.n));
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
    const open = await openTestApp();
    const id = await versioned(open, 3);
    const [row] = await open.rows(
      "SELECT n, account FROM changes WHERE kind = 'status' AND id = ? AND version = 2",
      id,
    );
    await open.world.db.script([
      stmt("DROP TRIGGER changes_stay"),
      stmt(`UPDATE changes SET ${column} = ${sql} WHERE kind = 'status' AND id = ? AND version = 2`, id),
    ]);
    expect((await proof(open)).broken).toEqual({
      table: "changes",
      account: row!.account,
      row: String(row!.n),
      what: "it is not as it was written",
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
      const open = await openTestApp();
      const id = await versioned(open, 3);
      await open.world.db.script([stmt("DROP TRIGGER changes_kept"), stmt(sql, id)]);
      expect((await proof(open)).broken).toMatchObject({ table, account: open.account("solo") });
    }
  });

  test("rows falsely listed as removed are reported", async () => {
    const open = await openTestApp();
    const id = await versioned(open, 3);
    const slip = async () =>
      open.world.db.script([
        stmt(
          "INSERT INTO removed SELECT account, n, digest, at, seq FROM changes WHERE kind = 'status' AND id = ? AND version = 2",
          id,
        ),
        stmt("DELETE FROM changes WHERE kind = 'status' AND id = ? AND version = 2", id),
      ]);
    await slip();
    expect((await proof(open)).broken).toMatchObject({ table: "checkpoints", account: open.account("solo") });
    await open.world.db.script([
      stmt(
        "INSERT INTO checkpoints (account, removed, at, signature) VALUES (?, 1, 1, 'made up')",
        open.account("solo"),
      ),
    ]);
    expect((await proof(open)).broken).toMatchObject({ what: "its signature does not fit" });
  });

  test.each([
    ["micros", "micros + 1"],
    ["memo", "memo || ' '"],
    ["happened_at", "happened_at - 1"],
    ["to_after", "to_after + 1"],
    ["digest", "NULL"],
  ])("a posting's changed %s is reported, even with the triggers bypassed", async (column, sql) => {
    const open = await openTestApp();
    await open.world.db.script([
      stmt("DROP TRIGGER postings_stay"),
      stmt(`UPDATE postings SET ${column} = ${sql} WHERE seq = 2`),
    ]);
    expect((await proof(open)).broken).toMatchObject({ table: "postings", row: "2" });
  });
});
