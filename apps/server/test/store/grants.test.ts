import { expect, test } from "vitest";
import { findBrokenGrants } from "../../src/store/verify/grants.ts";
import { Attacker } from "../support/checks/attacker.ts";
import { openTestApp } from "../support/kit.ts";

test("every API key without its record is reported, up to the limit per table", async () => {
  const app = await openTestApp();
  const { db, seal } = app.services;
  const dana = app.callerFor("dana@callboard.demo", "northwind");
  const ids: string[] = [];
  for (const name of ["One", "Two", "Three"])
    ids.push((await dana.access.createApiKey({ name, permissions: ["read history"] })).id);
  expect(await findBrokenGrants(db, seal, 20)).toEqual([]);
  await new Attacker(db).run(["DELETE FROM api_keys WHERE id IN (?, ?, ?)", ...ids]);
  const rows = async (limit: number) => (await findBrokenGrants(db, seal, limit)).map(({ table, row }) => [table, row]);
  expect((await rows(20)).toSorted()).toEqual(ids.map((id) => ["api_keys", id]).toSorted());
  expect(await rows(2)).toHaveLength(2);
});
