import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { baseline } from "../../src/store/migrations/baseline.ts";
import { MIGRATION_NAMES } from "../../src/store/migrations/migrate.ts";

const DIGEST = "7799010dee85e3519bafa041491f1bf2bcf9c243ea6648a9893f3dd830b3f812";

test("the baseline is never edited: tables change only by later migrations", () => {
  expect(createHash("sha256").update(baseline.join("\n")).digest("hex")).toBe(DIGEST);
  expect(MIGRATION_NAMES[0]).toBe("001 baseline");
});
