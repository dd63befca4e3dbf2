import { Clock } from "../clock.ts";
import { type Database, stmt } from "../database/port.ts";
import { rebuildOutdated, rebuildAll } from "../search/rebuildDerived.ts";
import { isApplied, applyMigration, migrate, MIGRATION_NAMES } from "./migrate.ts";
import { sealAll } from "./sealAll.ts";
import type { Seal } from "../seals/seal.ts";

const SEALED = "sealed";

/**
 * Upgrades a database of any age before the server accepts calls; sealing comes last. Resolves to the number of
 * accounts and grants that were sealed for the first time.
 */
export async function bringUpToDate(db: Database, seal: Seal, wallClock: () => number): Promise<number> {
  if ((await databaseRelease(db)) === "before the first") throw new Error(BEFORE_THE_FIRST);
  await migrate(db);
  await rebuildOutdated(db);
  await new Clock(db, wallClock).load();
  if (await isApplied(db, SEALED)) return 0;
  await rebuildAll(db);
  const sealed = await sealAll(db, seal);
  await applyMigration(db, SEALED);
  return sealed;
}

/** What to say of a database from before the baseline: its tables have other names, and no migration leads here. */
export const BEFORE_THE_FIRST =
  "This database is from before the first release and can’t be opened. Set DATABASE_URL to another one, or run `pnpm fresh` for a new demo.";

/** Whether a database belongs to this release: commands read no other, and never upgrade one. */
export async function databaseRelease(db: Database): Promise<"none" | "before the first" | "another" | "this"> {
  const [tables] = await db.read([stmt("SELECT 1 FROM sqlite_master WHERE name = 'migrations'")]);
  if (tables!.length === 0) return "none";
  const [applied] = await db.read([stmt("SELECT name FROM migrations")]);
  const names = new Set(applied!.map(({ name }) => name as string));
  if (names.size > 0 && !MIGRATION_NAMES.some((name) => names.has(name))) return "before the first";
  return [...MIGRATION_NAMES, SEALED].every((name) => names.has(name)) ? "this" : "another";
}
