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

/** What only code can work out, in its pieces: done twice it is done once. In order, for ever. */
const TIDYINGS: readonly (readonly [name: string, tidy: (ground: ScopeServices, seal: Seal) => Promise<unknown>])[] = [
  ["tidied 01 whole texts", wholeTexts],
  ["tidied 02 mail addresses", mailAddresses],
  ["tidied 03 names", names],
  ["tidied 04 mail secrets", hideSecrets],
];

/** What vouches for all that is there comes last of all. */
const SEALED = "tidied 05 seals";
const SEALED_MORE = "tidied 06 more under seals";

/**
 * Brings a database of any age up to date, before anybody is let in. What is tidied is written as everything else is, so it
 * comes last; and what vouches for it all after that. Answers how many accounts and ways in were sealed for the first time.
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

/** Whether a database is one of this release: a command looks into no other, and brings none up to date by itself. */
export async function databaseRelease(db: Database): Promise<"none" | "another" | "this"> {
  const [tables] = await db.read([stmt("SELECT 1 FROM sqlite_master WHERE name = 'migrations'")]);
  if (tables!.length === 0) return "none";
  const [marks] = await db.read([stmt("SELECT name FROM migrations")]);
  const done = new Set(marks!.map(({ name }) => name as string));
  return [...MIGRATION_NAMES, ...TIDYINGS.map(([name]) => name), SEALED, SEALED_MORE].every((name) => done.has(name))
    ? "this"
    : "another";
}
