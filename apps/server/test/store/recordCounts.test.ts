import { expect, test } from "vitest";
import { read } from "../../src/store/commit.ts";
import { countsByValue } from "../../src/store/search/recordCounts.ts";
import { versionFromRow } from "../../src/store/versions.ts";
import { HOUR, openTestApp } from "../support/kit.ts";
import { scopeOf } from "../support/scopes.ts";

test("all records of a kind are counted, now and in the past", async () => {
  const app = await openTestApp();
  const scope = scopeOf(app.services, app.account("northwind"));
  const count = async (asOf?: number) => {
    const { counts } = await read(asOf === undefined ? scope : { ...scope, asOf }, {
      counts: countsByValue("status", ""),
    });
    return counts.get("")!;
  };
  const before = await count();
  const at = app.now();
  app.advance(HOUR);
  await app.callerFor("dana@callboard.demo", "northwind").agents.defineStatus({ name: "New one", color: "teal" });
  expect([await count(at), await count()]).toEqual([before, before + 1]);
  expect(() => countsByValue("status", "color").statements(scope)).toThrow("counts nothing by color");
});

test("a version belongs to the log in which it was written", async () => {
  const app = await openTestApp();
  const [row] = await app.selectRows("SELECT * FROM changes WHERE kind = 'status' LIMIT 1");
  expect(versionFromRow(row!).log).toBe("history");
  expect(versionFromRow({ ...row!, log: "activity" }).log).toBe("activity");
});
