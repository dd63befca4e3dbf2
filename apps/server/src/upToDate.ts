import { Clock } from "./clock.ts";
import type { Database } from "./db.ts";
import { deriveAnew } from "./derived.ts";
import { Feed } from "./feed.ts";
import { isMarked, mark, migrate } from "./migrate.ts";
import { mailAddresses } from "./migrations/mailAddresses.ts";
import { wholeTexts } from "./migrations/wholeTexts.ts";
import { randomId } from "./random-id.ts";
import type { Ground } from "./runs/scope.ts";

/** What only code can work out, in its pieces: done twice it is done once. In order, for ever. */
const TIDYINGS: readonly (readonly [name: string, tidy: (ground: Ground) => Promise<void>])[] = [
  ["tidied 01 whole texts", wholeTexts],
  ["tidied 02 mail addresses", mailAddresses],
];

/** Brings a database of any age up to date, before anybody is let in. What is tidied is written as everything else is, so it comes last. */
export async function bringUpToDate(db: Database, wall: () => number): Promise<void> {
  await migrate(db);
  await deriveAnew(db);
  const clock = new Clock(db, wall);
  await clock.load();
  const ground = { db, feed: new Feed(db), now: clock.now, newId: () => randomId(clock.now()) };
  for (const [name, tidy] of TIDYINGS) {
    if (await isMarked(db, name)) continue;
    await tidy(ground);
    await mark(db, name);
  }
}
