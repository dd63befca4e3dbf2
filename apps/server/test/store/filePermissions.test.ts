import { chmodSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { stmt } from "../../src/store/database/port.ts";
import { openDatabase } from "../../src/store/database/open.ts";
import { restrictToOwner } from "../../src/store/database/filePermissions.ts";
import { tempFolder } from "../support/processes/programs.ts";

const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
const modes = (dir: string): Record<string, string> =>
  Object.fromEntries(
    (readdirSync(dir, { recursive: true }) as string[]).map((name) => [name, mode(join(dir, name))] as const),
  );

describe("the server's files are readable only by their owner", () => {
  test("a new database with its write-ahead log and index", async () => {
    const file = join(tempFolder(), "new", "callboard.db");
    const db = openDatabase(`file:${file}`);
    await db.runScript([stmt("CREATE TABLE one (n INTEGER)")]);
    expect(mode(join(file, ".."))).toBe("700");
    expect(modes(join(file, ".."))).toEqual({
      "callboard.db": "600",
      "callboard.db-wal": "600",
      "callboard.db-shm": "600",
    });
    await db.close();
  });

  test("one that was open to others before, with all files next to it", async () => {
    const dir = tempFolder();
    for (const name of ["callboard.db", "callboard.db-wal", "secret", "card-page.log", "backups/a.db", "uploads/x/y"]) {
      mkdirSync(join(dir, name, ".."), { recursive: true });
      writeFileSync(join(dir, name), "");
      chmodSync(join(dir, name), 0o644);
    }
    for (const name of ["backups", "uploads", "uploads/x", "."]) chmodSync(join(dir, name), 0o755);
    const otherDir = tempFolder();
    const [shared, otherDatabase] = [join(otherDir, "shared"), join(otherDir, "far.db")];
    for (const path of [shared, otherDatabase, `${otherDatabase}-wal`]) writeFileSync(path, "");
    for (const path of [shared, otherDatabase, `${otherDatabase}-wal`]) chmodSync(path, 0o644);
    chmodSync(otherDir, 0o755);
    symlinkSync(shared, join(dir, "link"));
    expect(restrictToOwner({ DATA_DIR: dir, databaseUrl: `file:${otherDatabase}` })).toEqual([]);
    const { link: _link, ...ownModes } = modes(dir);
    expect(mode(dir)).toBe("700");
    expect(Object.entries(ownModes).filter(([, value]) => !/^[67]00$/.test(value))).toEqual([]);
    expect([mode(otherDatabase), mode(`${otherDatabase}-wal`)]).toEqual(["600", "600"]);
    // Neither the target of a link, nor the folder of a database at a configured path.
    expect([mode(shared), mode(otherDir)]).toEqual(["644", "755"]);
  });

  test("a remote database has no files here", () => {
    const dir = tempFolder();
    expect(restrictToOwner({ DATA_DIR: join(dir, "data"), databaseUrl: "http://127.0.0.1:1" })).toEqual([]);
    expect(modes(dir)).toEqual({ data: "700" });
  });

  test("a file that can't be protected is reported, whether that fails or has no effect", () => {
    const failingChmod = () => {
      throw new Error("EPERM");
    };
    for (const chmod of [failingChmod, () => {}]) {
      const dir = tempFolder();
      writeFileSync(join(dir, "secret"), "");
      chmodSync(join(dir, "secret"), 0o644);
      expect(restrictToOwner({ DATA_DIR: dir, databaseUrl: "http://127.0.0.1:1" }, chmod)).toEqual([
        `${dir}/secret can be read by others on this machine, and could not be closed to them: chmod go= ${dir}/secret`,
      ]);
    }
  });
});
