import { Clock } from "../clock.ts";
import { type Database, stmt } from "../database/port.ts";
import { rebuildOutdated, rebuildAll } from "../search/rebuildDerived.ts";
import { isApplied, applyMigration, migrate, MIGRATION_NAMES } from "./migrate.ts";
import { hideSecrets } from "./hideSecrets.ts";
import { mailAddresses } from "./mailAddresses.ts";
import { sealAll } from "./sealAll.ts";
import { sealMore } from "./sealMore.ts";
import { names } from "./names.ts";
import { wholeTexts } from "./wholeTexts.ts";
import { randomId } from "../randomId.ts";
import type { ScopeServices } from "../systemScope.ts";
import type { Seal } from "../seals/seal.ts";

/** Upgrades that need code, in pieces: repeating one has no further effect. In this order, forever. */
const TIDYINGS: readonly (readonly [name: string, tidy: (ground: ScopeServices, seal: Seal) => Promise<unknown>])[] = [
  ["tidied 01 whole texts", wholeTexts],
  ["tidied 02 mail addresses", mailAddresses],
  ["tidied 03 names", names],
  ["tidied 04 mail secrets", hideSecrets],
];

/** Everything is sealed last. */
const SEALED = "tidied 05 seals";
const SEALED_MORE = "tidied 06 more under seals";

/**
 * Upgrades a database of any age before the server accepts calls. Code upgrades write like everything else, so they run
 * after the statements, and sealing comes last. Resolves to the number of accounts and access rows that were sealed for
 * the first time.
 */
export async function bringUpToDate(db: Database, seal: Seal, wall: () => number): Promise<number> {
  await migrate(db);
  await rebuildOutdated(db);
  const clock = new Clock(db, wall);
  await clock.load();
  const ground = { db, feed: { ring: () => {} }, now: clock.now, newId: () => randomId(clock.now()) };
  for (const [name, tidy] of TIDYINGS) {
    if (await isApplied(db, name)) continue;
    await tidy(ground, seal);
    await applyMigration(db, name);
  }
  let sealed = 0;
  if (!(await isApplied(db, SEALED))) {
    await rebuildAll(db);
    sealed = await sealAll(ground, seal);
    await applyMigration(db, SEALED);
  }
  if (!(await isApplied(db, SEALED_MORE))) {
    await sealMore(ground, seal);
    await applyMigration(db, SEALED_MORE);
  }
  return sealed;
}

/** Whether a database belongs to this release: commands read no other, and never upgrade one. */
export async function databaseRelease(db: Database): Promise<"none" | "another" | "this"> {
  const [tables] = await db.read([stmt("SELECT 1 FROM sqlite_master WHERE name = 'migrations'")]);
  if (tables!.length === 0) return "none";
  const [marks] = await db.read([stmt("SELECT name FROM migrations")]);
  const done = new Set(marks!.map(({ name }) => name as string));
  return [...MIGRATION_NAMES, ...TIDYINGS.map(([name]) => name), SEALED, SEALED_MORE].every((name) => done.has(name))
    ? "this"
    : "another";
}
