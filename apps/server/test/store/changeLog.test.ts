import { stmt } from "../../src/store/database/port.ts";
import { expect, test } from "vitest";
import { versionFromRow } from "../../src/store/versions.ts";
import { findBrokenLink, rebuildRecords } from "../support/checks/changeChain.ts";
import { openTestApp } from "../support/kit.ts";

test("the chain of every account in the seeded database is intact", async () => {
  const { services, selectRows } = await openTestApp();
  const [{ accounts, changes }] = (await selectRows(
    "SELECT count(DISTINCT account) AS accounts, count(*) AS changes FROM changes",
  )) as [{ accounts: number; changes: number }];
  expect(accounts).toBeGreaterThan(4);
  expect(changes).toBeGreaterThan(200);
  expect(await findBrokenLink(services.db)).toBeNull();
});

test("a row that was altered behind the server's back is reported", async () => {
  const { services, selectRows } = await openTestApp();
  const [row] = await selectRows("SELECT seq, account, n, data FROM changes WHERE kind = 'status' LIMIT 1");
  await services.db.runScript([
    stmt("DROP TRIGGER changes_no_update"),
    stmt("UPDATE changes SET data = replace(data, 'Lunch', 'Brunch') WHERE seq = ?", row!.seq),
  ]);
  expect(await findBrokenLink(services.db)).toBe(`${row!.account} ${row!.n}`);
});

test("the records can be rebuilt from the log alone", async () => {
  const { services, selectRows } = await openTestApp();
  const present = await selectRows(
    "SELECT account, kind, id, version, shape, data, at FROM records ORDER BY account, kind, id",
  );
  expect(present.length).toBeGreaterThan(40);
  expect(await rebuildRecords(services.db)).toEqual(present);
});

test.each([
  ["changes", "UPDATE changes SET at = 0 WHERE seq = 1"],
  ["changes", "UPDATE OR REPLACE changes SET seq = 2 WHERE seq = 1"],
  ["changes", "DELETE FROM changes WHERE seq = 1"],
  ["changes", "INSERT OR REPLACE INTO changes SELECT * FROM changes WHERE seq = 1"],
  [
    "changes",
    `INSERT OR REPLACE INTO changes (account, n, kind, id, version, event, log, area, shape, data, actor, action, at, digest)
     SELECT account, n, 'status', 'other', 1, event, log, area, shape, data, actor, action, at, digest FROM changes WHERE seq = 1`,
  ],
  [
    "changes",
    `INSERT OR REPLACE INTO changes (account, n, kind, id, version, event, log, area, shape, data, actor, action, at, digest)
     SELECT account, 99999, kind, id, version, event, log, area, shape, data, actor, action, at, digest FROM changes WHERE seq = 1`,
  ],
  ["postings", "UPDATE postings SET micros = micros + 1 WHERE seq = 1"],
  ["postings", "UPDATE OR REPLACE postings SET key = (SELECT key FROM postings WHERE seq = 2) WHERE seq = 1"],
  ["postings", "DELETE FROM postings WHERE seq = 1"],
  ["postings", "INSERT OR REPLACE INTO postings SELECT * FROM postings WHERE seq = 1"],
])("the table %s can't be rewritten: %s", async (table, sql) => {
  const { services, selectRows } = await openTestApp();
  const before = await selectRows(`SELECT * FROM ${table} ORDER BY seq`);
  await expect(services.db.runScript([stmt(sql)])).rejects.toThrow("append-only");
  expect(await selectRows(`SELECT * FROM ${table} ORDER BY seq`)).toEqual(before);
});

test("every table of the server is strict: a number column rejects text", async () => {
  const { services, selectRows } = await openTestApp();
  const tables = await selectRows(
    "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%' AND type <> 'shadow' AND type <> 'virtual'",
  );
  expect(tables.length).toBeGreaterThan(10);
  expect(tables.filter((table) => table.strict !== 1)).toEqual([]);
  await expect(
    services.db.runScript([stmt("UPDATE records SET version = 'second' WHERE kind = 'account'")]),
  ).rejects.toThrow("cannot store TEXT value in INTEGER column");
});

test("a version belongs to the log in which it was written", async () => {
  const app = await openTestApp();
  const [row] = await app.selectRows("SELECT * FROM changes WHERE kind = 'status' LIMIT 1");
  expect(versionFromRow(row!).log).toBe("history");
  expect(versionFromRow({ ...row!, log: "activity" }).log).toBe("activity");
});
