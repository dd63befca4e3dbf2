import { describe, expect, test } from "vitest";
import type { SqlValue } from "../../src/store/database/port.ts";
import { findBrokenAtStart } from "../../src/store/verify/atStart.ts";
import { purge } from "../../src/store/purge.ts";
import { signatureOf } from "../../src/store/seals/sealSums.ts";
import { bringUpToDate } from "../../src/store/migrations/bringUpToDate.ts";
import { verify } from "../../src/store/verify/verify.ts";
import { Attacker } from "../support/checks/attacker.ts";
import { DAY, openTestApp, type TestCaller } from "../support/kit.ts";
import { START } from "../support/prepared.ts";

const DANA = "dana@callboard.demo";
const AVA = "ava@callboard.demo";
const YEAR = 365 * DAY;
const UNMARKED = "DELETE FROM migrations WHERE name = 'tidied 05 seals'";
const UNMARKED_MORE = "DELETE FROM migrations WHERE name = 'tidied 06 more under seals'";

async function ground() {
  const app = await openTestApp();
  const { db, seal } = app.world;
  const by = new Attacker(db);
  const account = app.account("northwind");
  const dana = app.as(DANA, "northwind");
  const sources: string[] = [];
  for (const name of ["A", "B", "C"]) sources.push((await dana.sources.save({ name } as never)).id);
  const renamed = async (id: string, name: string, who: TestCaller = dana) => {
    const [row] = await app.rows("SELECT data, version FROM records WHERE id = ?", id);
    await who.sources.save({ id, version: Number(row!.version), ...JSON.parse(row!.data), name } as never);
  };
  const broken = async () => {
    const { broken: found } = await verify(db, seal);
    return found === null ? "whole" : `${found.table} ${found.row}: ${found.what}`;
  };
  const written = async (id: string, version: number) =>
    (await by.rows("SELECT * FROM changes WHERE id = ? AND version = ?", id, version))[0]!;
  return { it: app, db, seal, by, account, dana, sources, renamed, broken, written };
}

const inserted = (table: string, row: Record<string, any>): [string, ...SqlValue[]] => [
  `INSERT INTO ${table} (${Object.keys(row).join(", ")}) VALUES (${Object.keys(row)
    .map(() => "?")
    .join(", ")})`,
  ...(Object.values(row) as SqlValue[]),
];

describe("the server's own writes don't cover up earlier tampering:", () => {
  test("a tampered record is still reported after somebody saves it", async () => {
    const { by, sources, renamed, broken } = await ground();
    await by.run(["UPDATE records SET data = json_set(data, '$.description', 'x') WHERE id = ?", sources[0]!]);
    expect(await broken()).toMatch(/^records .*not what its newest version says/);
    await renamed(sources[0]!, "Later");
    expect(await broken()).toBe("records records: one of its records is not as it was written");
  });

  test("a version that was made to look old isn't removed by the purge", async () => {
    const { it: app, by, sources, renamed, broken, written } = await ground();
    const [id] = sources as [string];
    await renamed(id, "Wrong");
    await renamed(id, "Right");
    await by.run(["UPDATE changes SET at = at - ? WHERE id = ? AND version > 1", 3 * YEAR, id]);
    await purge(app.world);
    expect(await written(id, 2)).toBeDefined();
    await by.run(["UPDATE changes SET at = at + ? WHERE id = ? AND version > 2", 3 * YEAR, id]);
    expect(await broken()).toMatch(/^changes .*not as it was written/);
  });

  test("a secretly removed row isn't covered up by later removals", async () => {
    const { it: app, by, account, sources, renamed, broken, written } = await ground();
    for (const id of sources) await renamed(id, `${id} once more`);
    app.pass(YEAR);
    expect(await purge(app.world)).toBeGreaterThan(0);
    const dana = await app.anew(DANA, "northwind");
    for (const name of ["Wrong", "Right"]) await renamed(sources[0]!, name, dana);
    const { n, digest, at, seq } = await written(sources[0]!, 3);
    await by.run(["DELETE FROM changes WHERE seq = ?", seq], inserted("removed", { account, n, digest, at, seq }), [
      "UPDATE checkpoints SET removed = removed + 1 WHERE account = ?",
      account,
    ]);
    app.pass(YEAR);
    await purge(app.world);
    expect(await broken()).toBe("checkpoints checkpoint: its signature does not fit");
  });

  test("a row secretly removed in exchange for a restored one is reported", async () => {
    const { it: app, by, account, sources, renamed, broken, written } = await ground();
    await renamed(sources[0]!, "Again");
    const old = await written(sources[0]!, 1);
    app.pass(YEAR);
    await purge(app.world);
    expect(await written(sources[0]!, 1)).toBeUndefined();
    const dana = await app.anew(DANA, "northwind");
    for (const name of ["Wrong", "Right"]) await renamed(sources[0]!, name, dana);
    const { n, digest, at, seq } = await written(sources[0]!, 3);
    expect(await broken()).toBe("whole");
    await by.run(
      ["DELETE FROM removed WHERE account = ? AND n = ?", account, old.n],
      inserted("changes", old),
      ["DELETE FROM changes WHERE seq = ?", seq],
      inserted("removed", { account, n, digest, at, seq }),
    );
    expect(await broken()).toBe("checkpoints checkpoint: the rows that are gone are not those that were removed");
  });

  test("a row before a removed one can't be rewritten", async () => {
    const { it: app, by, account, sources, renamed, broken } = await ground();
    await renamed(sources[0]!, "One");
    app.pass(YEAR);
    await purge(app.world);
    const rows = await by.rows(
      "SELECT seq FROM changes c WHERE account = ? AND n + 1 IN (SELECT n FROM removed WHERE account = c.account)",
      account,
    );
    expect(rows.length).toBeGreaterThan(0);
    await by.run(["UPDATE changes SET cause = NULL, request = 'x' WHERE seq = ?", rows.at(-1)!.seq]);
    await by.chain(account);
    expect(await broken()).toBe("checkpoints checkpoint: the rows that are gone are not those that were removed");
  });

  test("a person changed without a seal never gets one, even if the sealing migration seems not to have run", async () => {
    const { db, seal, by, broken } = await ground();
    await by.run(["UPDATE people SET operator = 1, seal = '' WHERE email = ?", DANA], UNMARKED);
    expect(await bringUpToDate(db, seal, () => START)).toBe(0);
    expect(await broken()).toMatch(/^people .*not as it was written/);
  });

  test("if the seal over all accounts is gone, the start says that everything is sealed for the first time", async () => {
    const { db, seal, by, it: app } = await ground();
    await by.run("DELETE FROM seals WHERE account = ''", UNMARKED);
    expect(await bringUpToDate(db, seal, () => START)).toBe((await app.rows("SELECT 1 FROM seals")).length - 1);
  });
});

describe("credentials that were valid once can't be put back:", () => {
  const TAMPERINGS: [what: string, tamper: (on: Awaited<ReturnType<typeof ground>>) => Promise<unknown>, RegExp][] = [
    [
      "a person's row is reverted together with its seal",
      async ({ by, dana }) => {
        const { password, recovery, name, totp, operator, seal } = (
          await by.rows("SELECT * FROM people WHERE email = ?", DANA)
        )[0]!;
        await dana.access.rename({ name: "Dana R." });
        await by.run([
          "UPDATE people SET password = ?, recovery = ?, name = ?, totp = ?, operator = ?, seal = ? WHERE email = ?",
          password,
          recovery,
          name,
          totp,
          operator,
          seal,
          DANA,
        ]);
      },
      /^people people .*not as they were last written/,
    ],
    [
      "a person without an account is removed",
      ({ by }) => {
        const otto = "(SELECT id FROM people WHERE email = 'otto@callboard.demo')";
        return by.run(`DELETE FROM sessions WHERE person = ${otto}`, `DELETE FROM people WHERE id = ${otto}`);
      },
      /^people people 13 people were sealed, 12 are there/,
    ],
    [
      "the row of a valid API key is removed",
      ({ by, account }) => by.run(["DELETE FROM api_keys WHERE account = ?", account]),
      /^api_keys .* it is missing/,
    ],
  ];
  test.each(TAMPERINGS)("%s", async (_what, tamper, found) => {
    const on = await ground();
    await tamper(on);
    const said = ({ table, row, what }: { table: string; row: string; what: string }) => `${table} ${row} ${what}`;
    expect(said((await verify(on.db, on.seal)).broken!)).toMatch(found);
    expect((await findBrokenAtStart(on.db, on.seal)).map(said).join("\n")).toMatch(found);
    // Their own later changes don't cover it up.
    await on.it.as(AVA, "northwind").access.rename({ name: "Ava B." });
    expect(said((await verify(on.db, on.seal)).broken!)).toMatch(found);
  });
});

/** Seals and checkpoints as in a release in which they didn't cover records, people and the removed rows. */
async function sealedAsBefore({ it: app, db, seal, by }: Awaited<ReturnType<typeof ground>>): Promise<void> {
  for (const { account, n, digest, sums, signature: _former } of await app.rows("SELECT * FROM seals")) {
    const before = { n: Number(n), digest, sums: JSON.stringify(account === "" ? [] : JSON.parse(sums).slice(0, 3)) };
    const signature = signatureOf(seal, account, before);
    await by.run(["UPDATE seals SET sums = ?, signature = ? WHERE account = ?", before.sums, signature, account]);
  }
  for (const { account, removed, at } of await app.rows("SELECT * FROM checkpoints")) {
    const signature = seal.sign(JSON.stringify(["removed", account, Number(removed), Number(at)]));
    await by.run(["UPDATE checkpoints SET sum = '', signature = ? WHERE account = ?", signature, account]);
  }
  await by.run(UNMARKED_MORE);
  expect((await verify(db, seal)).broken).not.toBeNull();
}

test("a database from that release is intact after the upgrade, and stays so", async () => {
  const on = await ground();
  const { it: app, db, seal, sources, renamed, broken } = on;
  await renamed(sources[0]!, "Again");
  app.pass(YEAR);
  expect(await purge(app.world)).toBeGreaterThan(0);
  await sealedAsBefore(on);
  expect(await bringUpToDate(db, seal, () => START)).toBe(0);
  expect(await broken()).toBe("whole");
  await renamed(sources[1]!, "Later", await app.anew(DANA, "northwind"));
  app.pass(YEAR);
  await purge(app.world);
  expect(await broken()).toBe("whole");
});

test("something that didn't match its seal before the upgrade gets no valid seal by it", async () => {
  const on = await ground();
  const { db, seal, by, sources, renamed, broken } = on;
  await by.run(["UPDATE records SET data = json_set(data, '$.description', 'x') WHERE id = ?", sources[0]!]);
  await sealedAsBefore(on);
  await bringUpToDate(db, seal, () => START);
  await renamed(sources[0]!, "Later");
  expect(await broken()).toMatch(/^changes .* sealed at row/);
});
