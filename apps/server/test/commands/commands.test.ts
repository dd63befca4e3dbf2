import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { stmt } from "../../src/store/database/port.ts";
import { openDatabase } from "../../src/store/database/open.ts";
import { sealWith } from "../../src/store/seals/seal.ts";
import { bringUpToDate } from "../../src/store/migrations/bringUpToDate.ts";
import { START } from "../support/prepared.ts";
import { command, tempFolder, freePort, startServer } from "../support/processes/programs.ts";

const FOLDER_SECRET = "a secret of this folder, which is longer than thirty-two";
const SECRET_KEY = "a key of the server's own, of more than thirty-two letters";

describe("commands next to a running server", () => {
  test("each finds the server and its data by the port alone, and only while it runs", async () => {
    const [DATA_DIR, PORT, CARD_PAGE_PORT] = [join(tempFolder(), "not", "yet"), await freePort(), await freePort()];
    const server = await startServer({ DATA_DIR, PORT, CARD_PAGE_PORT });
    expect(server.output()).toContain(`Callboard is running: http://127.0.0.1:${PORT}`);
    // Nobody else on the machine can read any of it.
    for (const name of [".", "secret", "callboard.db", "callboard.db-wal", "callboard.db-shm"])
      expect([name, statSync(join(DATA_DIR, name)).mode & 0o077]).toEqual([name, 0]);
    const run = (name: string, args: readonly string[] = [], input = "") => command(name, args, { PORT }, input);

    expect((await run("verify")).out).toMatch(/^Verified: \d{3,} rows of \d+ accounts/);
    expect(await run("verify", ["nobody"])).toMatchObject({ code: 1, error: "There is no account nobody here." });
    expect((await run("recount")).out).toMatch(/^Counted again: the time in status of (one account|\d+ accounts)\.$/);
    expect(await run("recount", ["nobody"])).toMatchObject({ code: 1, error: "There is no account nobody here." });
    expect((await run("reconcile")).out).toMatch(/Verified: \d+ movements in \d+ books/);
    const [before, after] = [await run("clock"), await run("clock", ["+61d"])];
    const timeOf = ({ out }: { out: string }) => Date.parse(/\d{4}-\S+Z/.exec(out)![0]);
    expect((timeOf(after) - timeOf(before)) / 86_400_000).toBeCloseTo(61, 2);
    expect((await run("phone", ["ava", "connected"])).out).toBe("Ava Lindqvist    connected");
    const nina = await run("operator", ["Nina@Callboard.demo", "Nina", "Holm"], "long enough a password\n");
    expect(nina.out).toBe("Nina Holm is now an operator and can sign in.");
    expect(await command("fresh", [], { DATA_DIR })).toMatchObject({
      code: 1,
      error: `A server is running at http://127.0.0.1:${PORT}. Stop it first.`,
    });
    expect(await run("fresh")).toMatchObject({
      code: 1,
      error: expect.stringMatching(/^The server at http:.* has its data in .*\. Set DATA_DIR to choose a demo\.$/),
    });

    await server.kill();
    const notRunning = `No server of this folder runs on port ${PORT}.`;
    expect(await run("verify")).toMatchObject({ code: 1, error: expect.stringContaining(notRunning) });
    expect(await run("clock")).toMatchObject({ code: 1, error: expect.stringContaining("No server answers") });
  }, 240_000);

  test("two servers are told apart; one whose secret is a setting asks for it", async () => {
    const dir = tempFolder();
    const start = async (name: string) => {
      const settings = {
        PORT: await freePort(),
        DATA_DIR: join(dir, name),
        DATABASE_URL: `file:${dir}/far/${name}.db`,
      };
      const cards = { CARD_PAGE_PORT: await freePort(), SANDBOX: "cards,numbers" };
      await startServer({ ...settings, ...cards, SECRET_KEY });
      return settings;
    };
    const [one] = [await start("one"), await start("two")];
    expect(await command("clock", [], {})).toMatchObject({
      code: 1,
      error: expect.stringMatching(/^Several servers run here: http:.*Set PORT to choose one\.$/),
    });
    const { DATA_DIR } = one;
    expect((await command("verify", [], { DATA_DIR })).error).toBe(
      `The server at http://127.0.0.1:${one.PORT} has its key from SECRET_KEY: set it for this command too.`,
    );
    expect((await command("verify", [], { DATA_DIR, SECRET_KEY })).error).toMatch(/^Nothing has been written here yet/);
    expect((await command("clock", ["+1d"], { DATA_DIR })).error).toBe("There is no procedure named demo.moveClock.");
  }, 240_000);
});

describe("commands without a server", () => {
  const run = (name: string, settings: Record<string, string>) =>
    command(name, name === "operator" ? ["x@y.example", "X"] : [], settings, "long enough a password\n");

  test("a missing database is an error, and isn't created", async () => {
    const dir = tempFolder();
    for (const [name, settings] of [
      ["verify", { DATA_DIR: dir }],
      ["reconcile", { DATA_DIR: join(dir, "gone") }],
      ["operator", { DATABASE_URL: `file:${dir}/mine.db` }],
    ] as const)
      expect([name, await run(name, settings)]).toEqual([
        name,
        { code: 1, out: "", error: expect.stringMatching(/^There is no database: .* does not exist\. Start one with/) },
      ]);
    expect(readdirSync(dir)).toEqual([]);
  }, 240_000);

  test("a file that is no database of this release, incomplete or empty is reported and left as it is", async () => {
    const dir = tempFolder();
    const file = (name: string) => join(dir, name);
    const change = async (name: string, ...sql: string[]) => {
      const db = openDatabase(`file:${file(name)}`);
      if (name !== "other.db") await bringUpToDate(db, sealWith(FOLDER_SECRET), () => START);
      await db.runScript(sql.map((one) => stmt(one)));
      await db.close();
    };
    writeFileSync(file("text.db"), "This is no database at all, and long enough to be looked at. ".repeat(100));
    await change("other.db", "CREATE TABLE settings (name TEXT)");
    await change("older.db", "DELETE FROM migrations WHERE name = 'sealed'");
    await change("half.db", "INSERT INTO settings (name, value) VALUES ('demo.world', 'half')");
    await change("empty.db");
    writeFileSync(file("secret"), FOLDER_SECRET);
    for (const [name, commandName, sentence] of [
      ["text.db", "verify", /cannot be read as a database: file is not a database\.$/],
      ["other.db", "reconcile", /is not a Callboard database\.$/],
      ["older.db", "verify", /belongs to another release\. Start this release’s server on it first\.$/],
      ["half.db", "operator", /is incomplete\. Start the server to create it again\.$/],
      ["empty.db", "verify", /^Nothing has been written here yet/],
      ["empty.db", "reconcile", /^No money has moved here yet/],
    ] as const)
      expect([name, await run(commandName, { DATABASE_URL: `file:${file(name)}`, DATA_DIR: dir })]).toEqual([
        name,
        { code: 1, out: "", error: expect.stringMatching(sentence) },
      ]);
    const db = openDatabase(`file:${file("older.db")}`);
    expect((await db.read([stmt("SELECT 1 FROM migrations WHERE name = 'sealed'")]))[0]).toEqual([]);
    await db.close();
  }, 240_000);

  test("a wrong setting gets the same sentence from a command as from a server; a command never creates a secret", async () => {
    for (const name of ["verify", "clock"])
      expect(await command(name, [], { PORT: "http" })).toMatchObject({
        code: 1,
        error: "PORT must be a whole number from 1 to 65535.",
      });
    const server = await startServer({ DATABSE_URL: "file:mine.db" });
    expect(server.output().trim()).toBe("DATABSE_URL isn’t a setting: did you mean DATABASE_URL?");
    const dir = tempFolder();
    mkdirSync(join(dir, "data"));
    const DATABASE_URL = `file:${join(dir, "mine.db")}`;
    const db = openDatabase(DATABASE_URL);
    await bringUpToDate(db, sealWith(SECRET_KEY), () => START);
    await db.close();
    const DATA_DIR = join(dir, "data");
    expect(await command("verify", [], { DATABASE_URL, DATA_DIR })).toMatchObject({
      code: 1,
      error: expect.stringContaining("There is no key in"),
    });
    expect(existsSync(join(DATA_DIR, "secret"))).toBe(false);
  }, 240_000);
});
