import { hash } from "node:crypto";
import { copyFileSync, mkdtempSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { reconcile } from "../../src/store/verify/ledger.ts";
import { changeDigest } from "../../src/store/changeChain.ts";
import { verify } from "../../src/store/verify/verify.ts";
import { UNSEAL_SQL } from "../support/checks/attacker.ts";
import { openTestApp, START } from "../support/kit.ts";

const DANA = "dana@callboard.demo";

/**
 * A database from an older release: with what SQLite's JSON functions made of half surrogate pairs, and a valid log
 * over it.
 */
function older(): string {
  const file = join(mkdtempSync(join(tmpdir(), "callboard-test-")), "older.db");
  const { file: prepared, accounts, people } = inject("prepared");
  copyFileSync(prepared, file);
  const db = new DatabaseSync(file);
  const own = accounts.northwind;
  const all = (sql: string, ...args: (string | number | null)[]) =>
    db.prepare(sql).all(...args) as Record<string, any>[];
  const run = (sql: string, ...args: (string | number | null)[]) => db.prepare(sql).run(...args);
  db.exec("DELETE FROM migrations WHERE name LIKE '%whole texts'");
  for (const sql of UNSEAL_SQL) db.exec(sql);
  // Two meter events whose ids differ only in the half surrogate pair, each with its movement.
  for (const id of ["\ud800", "\ud801"]) {
    run(
      "INSERT INTO usage SELECT ?, ? ->> 0, 'minutes', 1000, ?, ?, NULL, ? ->> 0, 100",
      own,
      JSON.stringify([id]),
      START,
      START,
      JSON.stringify(["call 한 \udfff"]),
    );
    const after = (book: string) =>
      all(
        `SELECT CASE WHEN from_book = ?1 THEN from_after ELSE to_after END AS sum FROM postings
         WHERE ?1 IN (from_book, to_book) ORDER BY seq DESC LIMIT 1`,
        book,
      )[0]?.sum ?? 0;
    const [from, to] = [`${own}/balance`, `${own}/usage`];
    const memo = JSON.stringify({ key: "usage.minutes", values: { about: " · call 한 \udfff" } });
    const row = [
      from,
      to,
      100,
      "USD",
      memo,
      '{"as":"key","id":"k"}',
      START,
      START,
      `usage:${own}:${id}`,
      "minutes",
      1000,
      null,
    ];
    run(
      `INSERT INTO postings (from_book, to_book, micros, currency, memo, actor, came_at, happened_at, key, type, quantity,
       corrects, digest, from_after, to_after, booked_at) SELECT ?, ?, ?, ?, ?, ?, ?, ?, ? ->> 0, ?, ?, ?, ?, ?, ?, ?`,
      ...row.slice(0, 8),
      JSON.stringify([row[8]]),
      ...row.slice(9),
      hash("sha256", JSON.stringify([...row, null]), "base64url"),
      Number(after(from)) - 100,
      Number(after(to)) + 100,
      START,
    );
  }
  // A record whose newest version contains one, with an intact chain.
  const [status] = all("SELECT * FROM records WHERE account = ? AND kind = 'status' ORDER BY id LIMIT 1", own);
  const data = JSON.stringify({ ...JSON.parse(status!.data), name: "half \ud83d\0" });
  const [head] = all("SELECT n, digest FROM changes WHERE account = ? ORDER BY n DESC LIMIT 1", own);
  const link = [
    own,
    head!.n + 1,
    "status",
    status!.id,
    status!.version + 1,
    "changed",
    "history",
    "routing",
    status!.shape,
    data,
  ].concat(['{"as":"job","id":"old"}', null, '{"key":"cause.chosen","values":{}}', null, null, null, START] as never[]);
  run(
    `INSERT INTO changes (account, n, kind, id, version, event, log, area, shape, data, actor, person, action, cause, request, batch, at, digest)
     VALUES (${link.map(() => "?").join(", ")}, ?)`,
    ...(link as (string | number | null)[]),
    changeDigest(head!.digest, link),
  );
  run(
    "UPDATE records SET data = ?, version = version + 1, at = ? WHERE account = ? AND id = ?",
    data,
    START,
    own,
    status!.id,
  );
  // A run item cut within an emoji, a name and an address with NUL, and text about such characters, which is valid.
  run(
    "INSERT INTO run_items (account, run, n, about, input, state) SELECT ?, 'run_old', 1, ? ->> 0, ?, 'left'",
    own,
    '["cut \\ud83d"]',
    '{"name":"\\ud83d"}',
  );
  run("UPDATE people SET name = ? WHERE id = ?", `Dana${"\0"}Reyes`, people[DANA]!);
  run("UPDATE sessions SET device = ? WHERE person = ?", String.raw`about \ud800 and 한`, people[DANA]!);
  db.close();
  return file;
}

test("invalid text that was stored before it was refused can be read, and verification and books are still right", async () => {
  const file = older();
  const app = await openTestApp({ file });
  const dana = app.as(DANA, "northwind");
  const [own] = [app.account("northwind")];
  const usage = await app.rows("SELECT id, description FROM usage WHERE account = ? AND id LIKE '%(%'", own);
  expect(usage.map(({ id, description }) => [id, description])).toEqual([
    ["\ufffd (eda080)", "call 한 \ufffd"],
    ["\ufffd (eda081)", "call 한 \ufffd"],
  ]);
  expect(await app.rows("SELECT key FROM postings WHERE key LIKE ? ORDER BY key", `usage:${own}:%(eda%`)).toEqual([
    expect.objectContaining({ key: `usage:${own}:\ufffd (eda080)` }),
    expect.objectContaining({ key: `usage:${own}:\ufffd (eda081)` }),
  ]);
  const { entries } = await dana.balance.entries({ search: "call" });
  expect(entries.filter(({ text }) => text.includes("call 한 \ufffd"))).toHaveLength(2);
  const half = (await dana.agents.statuses()).find(({ name }) => name.startsWith("half"))!;
  expect(half.name).toBe("half \ufffd\ufffd");
  const { versions } = await dana.history.versions({ kind: "status", id: half.id });
  expect(versions.length).toBeGreaterThan(1);
  expect(JSON.stringify(versions)).not.toMatch(/\\ud83d|\\u0000/);
  expect(await app.rows("SELECT about, input FROM run_items WHERE run = 'run_old'")).toEqual([
    expect.objectContaining({ about: "cut \ufffd", input: '{"name":"\\ufffd"}' }),
  ]);
  expect((await dana.access.me()).person.name).toBe("Dana\ufffdReyes");
  const [session] = await app.rows("SELECT device FROM sessions WHERE person = ? LIMIT 1", app.people[DANA]!);
  expect(session!.device).toBe(String.raw`about \ud800 and 한`);
  expect((await verify(app.world.db, app.world.seal)).broken).toBeNull();
  expect((await reconcile(app.world.db)).broken).toBeNull();
});

test("a manipulated movement isn't covered up by the cleanup", async () => {
  const file = older();
  const db = new DatabaseSync(file);
  db.exec("DROP TRIGGER postings_stay");
  db.exec("UPDATE postings SET happened_at = 1 WHERE seq = (SELECT max(seq) FROM postings)");
  db.exec(
    "CREATE TRIGGER postings_stay BEFORE UPDATE ON postings BEGIN SELECT RAISE(ABORT, 'postings are append-only'); END",
  );
  db.close();
  const app = await openTestApp({ file });
  expect((await verify(app.world.db, app.world.seal)).broken).toMatchObject({ table: "postings" });
});
