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
import { meterOf, usageEvent as usage } from "../support/fixtures/money.ts";
import { START } from "../support/prepared.ts";

const DANA = "dana@callboard.demo";
const AVA = "ava@callboard.demo";

interface TamperContext {
  it: TestApp;
  by: Attacker;
  /** Northwind's account and Dana's person id. */
  account: string;
  dana: string;
}
type Tampering = [what: string, tamper: (ground: TamperContext) => Promise<unknown>, found: RegExp, atStart: boolean];

/** Cuts off the newest rows of a log, and reverts the records to match. */
async function cutOff({ by, account }: TamperContext, rows: number): Promise<void> {
  const [last] = await by.rows("SELECT max(n) AS n FROM changes WHERE account = ?", account);
  const from = Number(last!["n"]) - rows;
  await by.run(
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

const TABLES_OF_AN_ACCOUNT = ["changes", "records", "keys", "counts", "finds", "removed", "usage", "api_keys", "seals"];

const TAMPERINGS: readonly Tampering[] = [
  ["the newest row is cut off", (on) => cutOff(on, 1), /^changes .* newest 1 of \d+ rows are missing/, true],
  ["the newest forty rows are cut off", (on) => cutOff(on, 40), /^changes .* newest 40 of/, true],
  [
    "an actor is changed, and every digest is recomputed",
    async ({ by, account }) => {
      await by.run([
        'UPDATE changes SET actor = replace(actor, \'"as":"\', \'"as":"x\') WHERE account = ? AND n = 5',
        account,
      ]);
      await by.chain(account);
    },
    /^changes .* the log was rewritten/,
    true,
  ],
  [
    "a member's role is changed, in the records and in the log",
    async ({ by, account, it: app }) =>
      by.rewrite(account, "member", app.people[AVA]!, `json_set(data, '$.role', 'administrator')`),
    /^changes .* the log was rewritten/,
    true,
  ],
  [
    "a member's role is changed, only in the records",
    ({ by, account, it: app }) =>
      by.run([
        "UPDATE records SET data = json_set(data, '$.role', 'administrator') WHERE account = ? AND kind = 'member' AND id = ?",
        account,
        app.people[AVA]!,
      ]),
    /^records member /,
    true,
  ],
  [
    "an opening balance is raised, with all sums after it",
    async ({ by }) => {
      await by.run("UPDATE postings SET micros = micros * 2 WHERE from_book LIKE '%/opening'");
      await by.books();
    },
    /^postings money .* not as it was written/,
    false,
  ],
  [
    "a fee is lowered, with all sums after it",
    async ({ by }) => {
      await by.run("UPDATE postings SET micros = 1 WHERE seq = (SELECT max(seq) FROM postings WHERE type = 'minutes')");
      await by.books();
    },
    /^(postings money|usage) /,
    false,
  ],
  [
    "the newest movement is removed",
    ({ by }) =>
      by.run(
        "DELETE FROM usage WHERE account || ':' || id = (SELECT substr(key, 7) FROM postings ORDER BY seq DESC LIMIT 1)",
        "DELETE FROM postings WHERE seq = (SELECT max(seq) FROM postings)",
      ),
    /^postings money \d+ movements were sealed/,
    true,
  ],
  [
    "a movement looks like one from before digests existed",
    ({ by }) =>
      by.run(
        "UPDATE settings SET value = '1000000' WHERE name LIKE 'postings.%.from'",
        "UPDATE postings SET memo = replace(memo, '}', ' }'), digest = NULL",
      ),
    /^postings money /,
    false,
  ],
  [
    "an event's duration is changed",
    ({ by }) => by.run("UPDATE usage SET quantity = quantity + 1 WHERE id = (SELECT max(id) FROM usage)"),
    /^usage usage /,
    false,
  ],
  [
    "a person becomes an operator",
    ({ by, dana }) => by.run(["UPDATE people SET operator = 1 WHERE id = ?", dana]),
    /^people /,
    true,
  ],
  [
    "a password is replaced by another person's",
    ({ by, dana }) =>
      by.run(["UPDATE people SET password = (SELECT password FROM people WHERE id <> ?1 LIMIT 1) WHERE id = ?1", dana]),
    /^people /,
    true,
  ],
  [
    "a person's row is replaced by another's, except for its id",
    ({ by, dana }) =>
      by.run([
        "UPDATE people SET (password, operator, seal) = (SELECT password, operator, seal FROM people WHERE operator = 1) WHERE id = ?",
        dana,
      ]),
    /^people /,
    true,
  ],
  [
    "a name is changed",
    ({ by, dana }) => by.run(["UPDATE people SET name = 'Danny' WHERE id = ?", dana]),
    /^people /,
    true,
  ],
  [
    "two-step sign-in is turned off",
    ({ by, dana }) => by.run(["UPDATE people SET recovery = '[\"x\"]' WHERE id = ?", dana]),
    /^people /,
    true,
  ],
  [
    "a person is removed",
    ({ by, dana }) =>
      by.run(["DELETE FROM sessions WHERE person = ?", dana], ["DELETE FROM people WHERE id = ?", dana]),
    /^people .* missing/,
    true,
  ],
  [
    "a session is added",
    ({ by, dana }) =>
      by.run([
        "INSERT INTO sessions (digest, id, person, device, created_at, seen_at, expires_at, seal) SELECT ?, 'made up', ?, device, created_at, seen_at, expires_at, seal FROM sessions LIMIT 1",
        digestOf(newSecret("cbs")),
        dana,
      ]),
    /^sessions made up/,
    true,
  ],
  [
    "a session is given to another person",
    ({ by, dana, it: app }) => by.run(["UPDATE sessions SET person = ? WHERE person = ?", dana, app.people[AVA]!]),
    /^sessions /,
    true,
  ],
  [
    "a reset link is added",
    ({ by, dana }) =>
      by.run([
        "INSERT INTO tokens (digest, purpose, account, subject, expires_at, seal) VALUES (?, 'reset', NULL, ?, 9000000000000, 'x')",
        digestOf(newSecret("cbt")),
        dana,
      ]),
    /^tokens /,
    true,
  ],
  ["a used link becomes unused", ({ by }) => by.run("UPDATE tokens SET used_at = NULL"), /^tokens /, true],
  [
    "a revoked key is put back unchanged",
    async ({ by, it: app, account }) => {
      const dana = app.as(DANA, "northwind");
      const { id } = await dana.access.createApiKey({ name: "Gone", deeds: ["read the board"] });
      const [row] = await by.rows(
        "SELECT digest, account, id, seal FROM api_keys WHERE account = ? AND id = ?",
        account,
        id,
      );
      await dana.access.revokeApiKey({ id });
      await by.run([
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
    ({ by, account }) => by.run(["DELETE FROM keys WHERE space = ? AND kind = 'source'", account]),
    /^keys source /,
    false,
  ],
  [
    "an index key without a record is added",
    ({ by, account }) => by.run(["INSERT INTO keys VALUES (?1, 'number', 'due', '0', ?1, 'x')", account]),
    /^keys keys/,
    false,
  ],
  [
    "a count is changed",
    ({ by, account }) =>
      by.run(["UPDATE counts SET n = n + 1 WHERE account = ? AND kind = 'source' AND name = ''", account]),
    /^counts source/,
    false,
  ],
  [
    "a record's search words are removed",
    ({ by, account }) => by.run(["UPDATE finds SET words = 'x' WHERE account = ? AND kind = 'source'", account]),
    /^finds source/,
    false,
  ],
  [
    "an account's log is removed",
    ({ by, account }) => by.run(["DELETE FROM changes WHERE account = ?", account]),
    /^changes .* newest (\d+) of \1 rows/,
    true,
  ],
  [
    "an account is removed with all its data",
    ({ by, it: app }) =>
      by.run(
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
    ({ by, account }) => by.run(["DELETE FROM seals WHERE account = ?", account]),
    /^seals accounts /,
    true,
  ],
  [
    "a seal is changed",
    ({ by, account }) => by.run(["UPDATE seals SET n = n - 1 WHERE account = ?", account]),
    /^seals seal .*signature/,
    true,
  ],
  [
    "a seal is replaced by another account's",
    ({ by, account }) =>
      by.run([
        "UPDATE seals SET (n, digest, sums, signature) = (SELECT n, digest, sums, signature FROM seals WHERE account <> ?1 AND account <> '' LIMIT 1) WHERE account = ?1",
        account,
      ]),
    /^seals seal .*signature/,
    true,
  ],
];

/** Records one call for each id, each of which costs something. */
async function used(app: TestApp, meter: TestCaller, ...ids: string[]): Promise<void> {
  await meter.balance.recordUsage({ events: ids.map((id) => usage(app, id, { quantity: 2 })) });
}

const brokenText = ({ table, row, what }: { table: string; row: string; what: string }) => `${table} ${row} ${what}`;

describe("without the key, every change is reported, whichever digests are recomputed:", () => {
  test.each(TAMPERINGS)("%s", async (_what, tamper, found, atStart) => {
    const app = await openTestApp();
    const { db, seal } = app.world;
    await used(app, await meterOf(app, "northwind"), "e1", "e2");
    await app.as(DANA, "northwind").sources.save({ name: "Billboard" });
    const ground = { it: app, by: new Attacker(db), account: app.account("northwind"), dana: app.people[DANA]! };
    await tamper(ground);
    const { broken } = await verify(db, seal);
    expect(broken && brokenText(broken)).toMatch(found);
    if (broken!.table === "postings" || broken!.table === "usage")
      expect((await reconcile(db)).broken).toMatchObject({ table: broken!.table });
    expect((await findBrokenAtStart(db, seal)).length > 0).toBe(atStart);
  });
});

test("tampering is still reported after many further writes", async () => {
  const app = await openTestApp();
  const { db, seal } = app.world;
  const by = new Attacker(db);
  for (const name of ["A", "B", "C"]) await app.as(DANA, "northwind").agents.defineStatus({ name, tone: "teal" });
  await cutOff({ it: app, by, account: app.account("northwind"), dana: "" }, 3);
  await by.run(["UPDATE people SET operator = 1 WHERE email = ?", DANA]);
  const dana = app.as(DANA, "northwind");
  await dana.access.rename({ name: "Dana R." });
  for (const name of ["One", "Two"]) await dana.agents.defineStatus({ name, tone: "teal" });
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
  const { db, seal } = app.world;
  expect(await bringUpToDate(db, seal, () => START)).toBe(0);
  await new Attacker(db).run("DELETE FROM seals", "DELETE FROM migrations WHERE name = 'tidied 05 seals'");
  expect(await bringUpToDate(db, seal, () => START)).toBeGreaterThan(4);
});

test("an intact database passes the check at the start, and fails it with another key", async () => {
  const app = await openTestApp();
  expect(await findBrokenAtStart(app.world.db, app.world.seal)).toEqual([]);
  const [first] = await findBrokenAtStart(app.world.db, sealWith("quite another key of more than thirty-two letters"));
  expect(first).toMatchObject({ table: "seals", what: expect.stringContaining("the key is not the one from before") });
});

test("a head that was saved elsewhere also detects tampering by somebody with the key", async () => {
  const app = await openTestApp();
  const { db, seal } = app.world;
  const meter = await meterOf(app, "northwind");
  await used(app, meter, "e1");
  const head = await currentHead(db);
  expect(head).toMatch(/^cbh_[1-9]\d*_[1-9]\d*_[\w-]{43}$/);
  const dana = app.as(DANA, "northwind");
  await dana.agents.defineStatus({ name: "Later", tone: "teal" });
  await used(app, meter, "e2");
  app.pass(500 * DAY);
  expect(await purge(app.world)).toBeGreaterThan(0);
  expect(await isIntactSince(db, head)).toBe(true);
  expect(await isIntactSince(db, "cbh_1_2_x")).toBeNull();
  const by = new Attacker(db);
  await by.run("UPDATE postings SET memo = replace(memo, '}', ' }') WHERE seq = 1");
  await by.books();
  await by.run("DELETE FROM seals", "DELETE FROM migrations WHERE name = 'tidied 05 seals'");
  await bringUpToDate(db, seal, () => START);
  expect((await verify(db, seal)).broken).toBeNull();
  expect(await isIntactSince(db, head)).toBe(false);
});
