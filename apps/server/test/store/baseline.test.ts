import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { baseline } from "../../src/store/migrations/baseline.ts";
import { openDatabase } from "../../src/store/database/open.ts";
import { stmt } from "../../src/store/database/port.ts";
import { bringUpToDate } from "../../src/store/migrations/bringUpToDate.ts";
import { MIGRATION_NAMES } from "../../src/store/migrations/migrate.ts";
import { sealWith } from "../../src/store/seals/seal.ts";

const DIGEST = "7799010dee85e3519bafa041491f1bf2bcf9c243ea6648a9893f3dd830b3f812";

test("the baseline is never edited: tables change only by later migrations", () => {
  expect(createHash("sha256").update(baseline.join("\n")).digest("hex")).toBe(DIGEST);
  expect(MIGRATION_NAMES[0]).toBe("001 baseline");
});

test("a database from before the baseline is refused with a sentence, and stays as it is", async () => {
  const dir = mkdtempSync(join(tmpdir(), "callboard-test-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const db = openDatabase(`file:${join(dir, "old.db")}`);
  await db.runScript([
    stmt("CREATE TABLE migrations (name TEXT PRIMARY KEY) STRICT"),
    stmt("INSERT INTO migrations (name) VALUES ('001 core')"),
    stmt("CREATE TABLE records (old TEXT)"),
  ]);
  await expect(bringUpToDate(db, sealWith("any key of more than thirty-two letters"), Date.now)).rejects.toThrow(
    /before the first release/,
  );
  const [rows] = await db.read([stmt("SELECT name FROM migrations")]);
  expect(rows).toEqual([{ name: "001 core" }]);
  await db.close();
});
