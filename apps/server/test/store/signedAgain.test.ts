import { describe, expect, test } from "vitest";
import type { SqlValue } from "../../src/store/database/port.ts";
import { findBrokenAtStart } from "../../src/store/verify/atStart.ts";
import { purge } from "../../src/store/purge.ts";
import { bringUpToDate } from "../../src/store/migrations/bringUpToDate.ts";
import { verify } from "../../src/store/verify/verify.ts";
import { Attacker } from "../support/checks/attacker.ts";
import { DAY, openTestApp, type TestCaller } from "../support/kit.ts";
import { START } from "../support/prepared.ts";

const DANA = "dana@callboard.demo";
const AVA = "ava@callboard.demo";
const YEAR = 365 * DAY;
const UNMARKED = "DELETE FROM migrations WHERE name = 'sealed'";

async function openContext() {
  const app = await openTestApp();
  const { db, seal } = app.services;
  const attacker = new Attacker(db);
  const account = app.account("northwind");
  const dana = app.callerFor(DANA, "northwind");
  const sources: string[] = [];
  for (const name of ["A", "B", "C"]) sources.push((await dana.sources.save({ name } as never)).id);
  const rename = async (id: string, name: string, who: TestCaller = dana) => {
    const [row] = await app.selectRows("SELECT data, version FROM records WHERE id = ?", id);
    await who.sources.save({ id, version: Number(row!.version), ...JSON.parse(row!.data), name } as never);
  };
  const firstProblem = async () => {
    const { broken: problem } = await verify(db, seal);
    return problem === null ? "whole" : `${problem.table} ${problem.row}: ${problem.problem}`;
  };
  const changeRow = async (id: string, version: number) =>
    (await attacker.rows("SELECT * FROM changes WHERE id = ? AND version = ?", id, version))[0]!;
  return { app, db, seal, attacker, account, dana, sources, rename, firstProblem, changeRow };
}

const insertInto = (table: string, row: Record<string, any>): [string, ...SqlValue[]] => [
  `INSERT INTO ${table} (${Object.keys(row).join(", ")}) VALUES (${Object.keys(row)
    .map(() => "?")
    .join(", ")})`,
  ...(Object.values(row) as SqlValue[]),
];

describe("the server's own writes don't cover up earlier tampering:", () => {
  test("a tampered record is still reported after somebody saves it", async () => {
    const { attacker, sources, rename, firstProblem } = await openContext();
    await attacker.run(["UPDATE records SET data = json_set(data, '$.description', 'x') WHERE id = ?", sources[0]!]);
    expect(await firstProblem()).toMatch(/^records .*not what its newest version says/);
    await rename(sources[0]!, "Later");
    expect(await firstProblem()).toBe("records records: one of its records is not as it was written");
  });

  test("a version that was made to look old isn't removed by the purge", async () => {
    const { app, attacker, sources, rename, firstProblem, changeRow } = await openContext();
    const [id] = sources as [string];
    await rename(id, "Wrong");
    await rename(id, "Right");
    await attacker.run(["UPDATE changes SET at = at - ? WHERE id = ? AND version > 1", 3 * YEAR, id]);
    await purge(app.services);
    expect(await changeRow(id, 2)).toBeDefined();
    await attacker.run(["UPDATE changes SET at = at + ? WHERE id = ? AND version > 2", 3 * YEAR, id]);
    expect(await firstProblem()).toMatch(/^changes .*not as it was written/);
  });

  test("a secretly removed row isn't covered up by later removals", async () => {
    const { app, attacker, account, sources, rename, firstProblem, changeRow } = await openContext();
    for (const id of sources) await rename(id, `${id} once more`);
    app.advance(YEAR);
    expect(await purge(app.services)).toBeGreaterThan(0);
    const dana = await app.signInAgain(DANA, "northwind");
    for (const name of ["Wrong", "Right"]) await rename(sources[0]!, name, dana);
    const { n, digest, at, seq } = await changeRow(sources[0]!, 3);
    await attacker.run(
      ["DELETE FROM changes WHERE seq = ?", seq],
      insertInto("removed", { account, n, digest, at, seq }),
      ["UPDATE checkpoints SET removed = removed + 1 WHERE account = ?", account],
    );
    app.advance(YEAR);
    await purge(app.services);
    expect(await firstProblem()).toBe("checkpoints checkpoint: its signature does not fit");
  });

  test("a row secretly removed in exchange for a restored one is reported", async () => {
    const { app, attacker, account, sources, rename, firstProblem, changeRow } = await openContext();
    await rename(sources[0]!, "Again");
    const old = await changeRow(sources[0]!, 1);
    app.advance(YEAR);
    await purge(app.services);
    expect(await changeRow(sources[0]!, 1)).toBeUndefined();
    const dana = await app.signInAgain(DANA, "northwind");
    for (const name of ["Wrong", "Right"]) await rename(sources[0]!, name, dana);
    const { n, digest, at, seq } = await changeRow(sources[0]!, 3);
    expect(await firstProblem()).toBe("whole");
    await attacker.run(
      ["DELETE FROM removed WHERE account = ? AND n = ?", account, old.n],
      insertInto("changes", old),
      ["DELETE FROM changes WHERE seq = ?", seq],
      insertInto("removed", { account, n, digest, at, seq }),
    );
    expect(await firstProblem()).toBe("checkpoints checkpoint: the rows that are gone are not those that were removed");
  });

  test("a row before a removed one can't be rewritten", async () => {
    const { app, attacker, account, sources, rename, firstProblem } = await openContext();
    await rename(sources[0]!, "One");
    app.advance(YEAR);
    await purge(app.services);
    const rows = await attacker.rows(
      "SELECT seq FROM changes c WHERE account = ? AND n + 1 IN (SELECT n FROM removed WHERE account = c.account)",
      account,
    );
    expect(rows.length).toBeGreaterThan(0);
    await attacker.run(["UPDATE changes SET cause = NULL, request = 'x' WHERE seq = ?", rows.at(-1)!.seq]);
    await attacker.chain(account);
    expect(await firstProblem()).toBe("checkpoints checkpoint: the rows that are gone are not those that were removed");
  });

  test("a person changed without a seal never gets one, even if the sealing migration seems not to have run", async () => {
    const { db, seal, attacker, firstProblem } = await openContext();
    await attacker.run(["UPDATE people SET operator = 1, seal = '' WHERE email = ?", DANA], UNMARKED);
    expect(await bringUpToDate(db, seal, () => START)).toBe(0);
    expect(await firstProblem()).toMatch(/^people .*not as it was written/);
  });

  test("if the seal over all accounts is gone, the start says that everything is sealed for the first time", async () => {
    const { db, seal, attacker, app } = await openContext();
    await attacker.run("DELETE FROM seals WHERE account = ''", UNMARKED);
    expect(await bringUpToDate(db, seal, () => START)).toBe((await app.selectRows("SELECT 1 FROM seals")).length - 1);
  });
});

describe("credentials that were valid once can't be put back:", () => {
  const TAMPERINGS: [
    what: string,
    tamper: (context: Awaited<ReturnType<typeof openContext>>) => Promise<unknown>,
    RegExp,
  ][] = [
    [
      "a person's row is reverted together with its seal",
      async ({ attacker, dana }) => {
        const { password, recovery, name, totp, operator, seal } = (
          await attacker.rows("SELECT * FROM people WHERE email = ?", DANA)
        )[0]!;
        await dana.access.rename({ name: "Dana R." });
        await attacker.run([
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
      ({ attacker }) => {
        const otto = "(SELECT id FROM people WHERE email = 'otto@callboard.demo')";
        return attacker.run(`DELETE FROM sessions WHERE person = ${otto}`, `DELETE FROM people WHERE id = ${otto}`);
      },
      /^people people 13 people were sealed, 12 are there/,
    ],
    [
      "the row of a valid API key is removed",
      ({ attacker, account }) => attacker.run(["DELETE FROM api_keys WHERE account = ?", account]),
      /^api_keys .* it is missing/,
    ],
  ];
  test.each(TAMPERINGS)("%s", async (_what, tamper, pattern) => {
    const context = await openContext();
    await tamper(context);
    const text = ({ table, row, problem }: { table: string; row: string; problem: string }) =>
      `${table} ${row} ${problem}`;
    expect(text((await verify(context.db, context.seal)).broken!)).toMatch(pattern);
    expect((await findBrokenAtStart(context.db, context.seal)).map(text).join("\n")).toMatch(pattern);
    // Their own later changes don't cover it up.
    await context.app.callerFor(AVA, "northwind").access.rename({ name: "Ava B." });
    expect(text((await verify(context.db, context.seal)).broken!)).toMatch(pattern);
  });
});
