import { describe, expect, test } from "vitest";
import { reconcile } from "../../src/store/verify/ledger.ts";
import { currentHead, isIntactSince } from "../../src/store/verify/logHead.ts";
import { findBrokenAtStart } from "../../src/store/verify/atStart.ts";
import { purge } from "../../src/store/purge.ts";
import { newSecret } from "../../src/auth/secrets.ts";
import { digestOf } from "../../src/store/seals/digest.ts";
import { sealWith } from "../../src/store/seals/seal.ts";
import { bringUpToDate } from "../../src/store/migrations/bringUpToDate.ts";
import { verify } from "../../src/store/verify/verify.ts";
import { Attacker } from "../support/checks/attacker.ts";
import { DAY, openTestApp, type TestCaller, type TestApp } from "../support/kit.ts";
import { meterOf, usageEvent } from "../support/fixtures/money.ts";
import { START } from "../support/prepared.ts";

const DANA = "dana@callboard.demo";
const AVA = "ava@callboard.demo";

interface TamperContext {
  app: TestApp;
  attacker: Attacker;
  /** Northwind's account and Dana's person id. */
  account: string;
  dana: string;
}
type Tampering = [
  what: string,
  tamper: (context: TamperContext) => Promise<unknown>,
  pattern: RegExp,
  atStart: boolean,
];

/** Cuts off the newest rows of a log, and reverts the records to match. */
async function cutOff({ attacker, account }: TamperContext, rows: number): Promise<void> {
  const [last] = await attacker.rows("SELECT max(n) AS n FROM changes WHERE account = ?", account);
  const from = Number(last!["n"]) - rows;
  await attacker.run(
    ["DELETE FROM changes WHERE account = ? AND n > ?", account, from],
    [
      "DELETE FROM records WHERE account = ? AND (kind, id) NOT IN (SELECT kind, id FROM changes WHERE account = ?1)",
      account,
    ],
    [
      `UPDATE records SET (version, data, at, shape) = (SELECT version, data, at, shape FROM changes c WHERE c.account = records.account
       AND c.kind = records.kind AND c.id = records.id ORDER BY c.version DESC LIMIT 1) WHERE account = ?`,
      account,
    ],
  );
}

const TABLES_OF_AN_ACCOUNT = [
  "changes",
  "records",
  "keys",
  "record_counts",
  "search_entries",
  "removed",
  "usage",
  "api_keys",
  "seals",
];

const TAMPERINGS: readonly Tampering[] = [
  ["the newest row is cut off", (context) => cutOff(context, 1), /^changes .* newest 1 of \d+ rows are missing/, true],
  ["the newest forty rows are cut off", (context) => cutOff(context, 40), /^changes .* newest 40 of/, true],
  [
    "an actor is changed, and every digest is recomputed",
    async ({ attacker, account }) => {
      await attacker.run([
        'UPDATE changes SET actor = replace(actor, \'"as":"\', \'"as":"x\') WHERE account = ? AND n = 5',
        account,
      ]);
      await attacker.chain(account);
    },
    /^changes .* the log was rewritten/,
    true,
  ],
  [
    "a member's role is changed, in the records and in the log",
    async ({ attacker, account, app }) =>
      attacker.rewrite(account, "member", app.people[AVA]!, `json_set(data, '$.role', 'administrator')`),
    /^changes .* the log was rewritten/,
    true,
  ],
  [
    "a member's role is changed, only in the records",
    ({ attacker, account, app }) =>
      attacker.run([
        "UPDATE records SET data = json_set(data, '$.role', 'administrator') WHERE account = ? AND kind = 'member' AND id = ?",
        account,
        app.people[AVA]!,
      ]),
    /^records member /,
    true,
  ],
  [
    "an opening balance is raised, with all sums after it",
    async ({ attacker }) => {
      await attacker.run("UPDATE postings SET micros = micros * 2 WHERE from_book LIKE '%/opening'");
      await attacker.books();
    },
    /^postings money .* not as it was written/,
    false,
  ],
  [
    "a fee is lowered, with all sums after it",
    async ({ attacker }) => {
      await attacker.run(
        "UPDATE postings SET micros = 1 WHERE seq = (SELECT max(seq) FROM postings WHERE type = 'minutes')",
      );
      await attacker.books();
    },
    /^(postings money|usage) /,
    false,
  ],
  [
    "the newest movement is removed",
    ({ attacker }) =>
      attacker.run(
        "DELETE FROM usage WHERE account || ':' || id = (SELECT substr(key, 7) FROM postings ORDER BY seq DESC LIMIT 1)",
        "DELETE FROM postings WHERE seq = (SELECT max(seq) FROM postings)",
      ),
    /^postings money \d+ movements were sealed/,
    true,
  ],
  [
    "an event's duration is changed",
    ({ attacker }) => attacker.run("UPDATE usage SET quantity = quantity + 1 WHERE id = (SELECT max(id) FROM usage)"),
    /^usage usage /,
    false,
  ],
  [
    "a person becomes an operator",
    ({ attacker, dana }) => attacker.run(["UPDATE people SET operator = 1 WHERE id = ?", dana]),
    /^people /,
    true,
  ],
  [
    "a password is replaced by another person's",
    ({ attacker, dana }) =>
      attacker.run([
        "UPDATE people SET password = (SELECT password FROM people WHERE id <> ?1 LIMIT 1) WHERE id = ?1",
        dana,
      ]),
    /^people /,
    true,
  ],
  [
    "a person's row is replaced by another's, except for its id",
    ({ attacker, dana }) =>
      attacker.run([
        "UPDATE people SET (password, operator, seal) = (SELECT password, operator, seal FROM people WHERE operator = 1) WHERE id = ?",
        dana,
      ]),
    /^people /,
    true,
  ],
  [
    "a name is changed",
    ({ attacker, dana }) => attacker.run(["UPDATE people SET name = 'Danny' WHERE id = ?", dana]),
    /^people /,
    true,
  ],
  [
    "two-step sign-in is turned off",
    ({ attacker, dana }) => attacker.run(["UPDATE people SET recovery = '[\"x\"]' WHERE id = ?", dana]),
    /^people /,
    true,
  ],
  [
    "a person is removed",
    ({ attacker, dana }) =>
      attacker.run(["DELETE FROM sessions WHERE person = ?", dana], ["DELETE FROM people WHERE id = ?", dana]),
    /^people .* missing/,
    true,
  ],
  [
    "a session is added",
    ({ attacker, dana }) =>
      attacker.run([
        "INSERT INTO sessions (digest, id, person, device, created_at, seen_at, expires_at, seal) SELECT ?, 'made up', ?, device, created_at, seen_at, expires_at, seal FROM sessions LIMIT 1",
        digestOf(newSecret("cbs")),
        dana,
      ]),
    /^sessions made up/,
    true,
  ],
  [
    "a session is given to another person",
    ({ attacker, dana, app }) =>
      attacker.run(["UPDATE sessions SET person = ? WHERE person = ?", dana, app.people[AVA]!]),
    /^sessions /,
    true,
  ],
  [
    "a reset link is added",
    ({ attacker, dana }) =>
      attacker.run([
        "INSERT INTO tokens (digest, purpose, account, subject, expires_at, seal) VALUES (?, 'reset', NULL, ?, 9000000000000, 'x')",
        digestOf(newSecret("cbt")),
        dana,
      ]),
    /^tokens /,
    true,
  ],
  ["a used link becomes unused", ({ attacker }) => attacker.run("UPDATE tokens SET used_at = NULL"), /^tokens /, true],
  [
    "a revoked key is put back unchanged",
    async ({ attacker, app, account }) => {
      const dana = app.callerFor(DANA, "northwind");
      const { id } = await dana.access.createApiKey({ name: "Gone", permissions: ["read the board"] });
      const [row] = await attacker.rows(
        "SELECT digest, account, id, seal FROM api_keys WHERE account = ? AND id = ?",
        account,
        id,
      );
      await dana.access.revokeApiKey({ id });
      await attacker.run([
        "INSERT INTO api_keys (digest, account, id, seal) VALUES (?, ?, ?, ?)",
        row!.digest,
        account,
        id,
        row!.seal,
      ]);
    },
    /^api_keys .* no record/,
    true,
  ],
  [
    "index keys are removed",
    ({ attacker, account }) => attacker.run(["DELETE FROM keys WHERE space = ? AND kind = 'source'", account]),
    /^keys source /,
    false,
  ],
  [
    "an index key without a record is added",
    ({ attacker, account }) => attacker.run(["INSERT INTO keys VALUES (?1, 'number', 'due', '0', ?1, 'x')", account]),
    /^keys keys/,
    false,
  ],
  [
    "a count is changed",
    ({ attacker, account }) =>
      attacker.run(["UPDATE record_counts SET n = n + 1 WHERE account = ? AND kind = 'source' AND name = ''", account]),
    /^record_counts source/,
    false,
  ],
  [
    "a record's search words are removed",
    ({ attacker, account }) =>
      attacker.run(["UPDATE search_entries SET words = 'x' WHERE account = ? AND kind = 'source'", account]),
    /^search_entries source/,
    false,
  ],
  [
    "an account's log is removed",
    ({ attacker, account }) => attacker.run(["DELETE FROM changes WHERE account = ?", account]),
    /^changes .* newest (\d+) of \1 rows/,
    true,
  ],
  [
    "an account is removed with all its data",
    ({ attacker, app }) =>
      attacker.run(
        ...TABLES_OF_AN_ACCOUNT.map((table): [string, string] => [
          `DELETE FROM ${table} WHERE account = ?`,
          app.account("mason"),
        ]),
      ),
    /^seals accounts \d+ accounts were sealed/,
    true,
  ],
  [
    "a seal is removed",
    ({ attacker, account }) => attacker.run(["DELETE FROM seals WHERE account = ?", account]),
    /^seals accounts /,
    true,
  ],
  [
    "a seal is changed",
    ({ attacker, account }) => attacker.run(["UPDATE seals SET n = n - 1 WHERE account = ?", account]),
    /^seals seal .*signature/,
    true,
  ],
  [
    "a seal is replaced by another account's",
    ({ attacker, account }) =>
      attacker.run([
        "UPDATE seals SET (n, digest, sums, signature) = (SELECT n, digest, sums, signature FROM seals WHERE account <> ?1 AND account <> '' LIMIT 1) WHERE account = ?1",
        account,
      ]),
    /^seals seal .*signature/,
    true,
  ],
];

/** Records one call for each id, each of which costs something. */
async function recordCalls(app: TestApp, meter: TestCaller, ...ids: string[]): Promise<void> {
  await meter.balance.recordUsage({ events: ids.map((id) => usageEvent(app, id, { quantity: 2 })) });
}

const brokenText = ({ table, row, problem }: { table: string; row: string; problem: string }) =>
  `${table} ${row} ${problem}`;

describe("without the key, every change is reported, whichever digests are recomputed:", () => {
  test.each(TAMPERINGS)("%s", async (_what, tamper, pattern, atStart) => {
    const app = await openTestApp();
    const { db, seal } = app.services;
    await recordCalls(app, await meterOf(app, "northwind"), "e1", "e2");
    await app.callerFor(DANA, "northwind").sources.save({ name: "Billboard" });
    const context = { app, attacker: new Attacker(db), account: app.account("northwind"), dana: app.people[DANA]! };
    await tamper(context);
    const { broken } = await verify(db, seal);
    expect(broken && brokenText(broken)).toMatch(pattern);
    if (broken!.table === "postings" || broken!.table === "usage")
      expect((await reconcile(db)).broken).toMatchObject({ table: broken!.table });
    expect((await findBrokenAtStart(db, seal)).length > 0).toBe(atStart);
  });
});

test("tampering is still reported after many further writes", async () => {
  const app = await openTestApp();
  const { db, seal } = app.services;
  const attacker = new Attacker(db);
  for (const name of ["A", "B", "C"])
    await app.callerFor(DANA, "northwind").agents.defineStatus({ name, color: "teal" });
  await cutOff({ app, attacker, account: app.account("northwind"), dana: "" }, 3);
  await attacker.run(["UPDATE people SET operator = 1 WHERE email = ?", DANA]);
  const dana = app.callerFor(DANA, "northwind");
  await dana.access.rename({ name: "Dana R." });
  for (const name of ["One", "Two"]) await dana.agents.defineStatus({ name, color: "teal" });
  const broken = (await findBrokenAtStart(db, seal)).map(({ table, account }) => [table, account]);
  expect(broken).toEqual([
    ["people", ""],
    ["changes", app.account("northwind")],
  ]);
  expect((await verify(db, seal, app.account("northwind"))).broken).toMatchObject({ table: "changes" });
  // Other accounts aren't affected.
  expect((await verify(db, seal, app.account("solo"))).broken).toBeNull();
});

test("removing all seals so that they are made again is reported at the next start", async () => {
  const app = await openTestApp();
  const { db, seal } = app.services;
  expect(await bringUpToDate(db, seal, () => START)).toBe(0);
  await new Attacker(db).run("DELETE FROM seals", "DELETE FROM migrations WHERE name = 'sealed'");
  expect(await bringUpToDate(db, seal, () => START)).toBeGreaterThan(4);
});

test("an intact database passes the check at the start, and fails it with another key", async () => {
  const app = await openTestApp();
  expect(await findBrokenAtStart(app.services.db, app.services.seal)).toEqual([]);
  const [first] = await findBrokenAtStart(
    app.services.db,
    sealWith("quite another key of more than thirty-two letters"),
  );
  expect(first).toMatchObject({
    table: "seals",
    problem: expect.stringContaining("the key is not the one from before"),
  });
});

test("a head that was saved elsewhere also detects tampering by somebody with the key", async () => {
  const app = await openTestApp();
  const { db, seal } = app.services;
  const meter = await meterOf(app, "northwind");
  await recordCalls(app, meter, "e1");
  const head = await currentHead(db);
  expect(head).toMatch(/^cbh_[1-9]\d*_[1-9]\d*_[\w-]{43}$/);
  const dana = app.callerFor(DANA, "northwind");
  await dana.agents.defineStatus({ name: "Later", color: "teal" });
  await recordCalls(app, meter, "e2");
  app.advance(500 * DAY);
  expect(await purge(app.services)).toBeGreaterThan(0);
  expect(await isIntactSince(db, head)).toBe(true);
  expect(await isIntactSince(db, "cbh_1_2_x")).toBeNull();
  const attacker = new Attacker(db);
  await attacker.run("UPDATE postings SET memo = replace(memo, '}', ' }') WHERE seq = 1");
  await attacker.books();
  await attacker.run("DELETE FROM seals", "DELETE FROM migrations WHERE name = 'sealed'");
  await bringUpToDate(db, seal, () => START);
  expect((await verify(db, seal)).broken).toBeNull();
  expect(await isIntactSince(db, head)).toBe(false);
});
