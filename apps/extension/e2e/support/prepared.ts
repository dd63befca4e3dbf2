import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { stmt } from "../../../server/src/store/database/port.ts";
import { randomId } from "../../../server/src/store/randomId.ts";
import { seed } from "../../../server/src/seed/seed.ts";
import { openServices } from "../../../server/src/start/openServices.ts";
import { startInstant } from "../../../server/test/support/instants.ts";
import { cardNumbersIn, findCardNumbers } from "../../../server/test/support/checks/cardNumbers.ts";
import { copyWithClock } from "./deviceClock.ts";

const BUILD_FOLDER = resolve(import.meta.dirname, "../../.output/chrome-mv3");
const SEED_DAYS = 5;
/** A Tuesday in the middle of a month, late morning in New York: every journey begins then, whatever the date. */
const START_AT = Date.UTC(2026, 2, 17, 15, 0);

/** The key that the demo's operator knows. */
export const DEMO_KEY = "the key of a demo for journeys";
export const SECRET = "a secret for journeys, longer than thirty-two letters";

/** The starting point of every server and browser of a test run. */
export interface Prepared {
  dir: string;
  /** A seeded database; each server works on its own copy. */
  database: string;
  /** A copy of the built extension: a build that runs meanwhile changes nothing. */
  extension: string;
  /** How far the clocks of server and browser are ahead of the real time: they start at a fixed instant and go on. */
  aheadMs: number;
}

export const envFor = (file: string) => ({
  databaseUrl: `file:${file}`,
  DATABASE_TOKEN: undefined,
  SMTP_URL: undefined,
  MAIL_FROM: "Callboard <callboard@localhost>",
  LOG_LEVEL: "error" as const,
  demo: true,
});

export async function prepare(): Promise<Prepared & { drop: () => void }> {
  if (!existsSync(join(BUILD_FOLDER, "manifest.json")))
    throw new Error("The extension is not built. Run the build first.");
  const dir = mkdtempSync(join(tmpdir(), "callboard-journeys-"));
  const database = join(dir, "prepared.db");
  const extension = join(dir, "extension");
  const start = startInstant(START_AT);
  const aheadMs = start - Date.now();
  copyWithClock(BUILD_FOLDER, extension, aheadMs);
  const wallClock = () => start;
  const { services, close } = await openServices(envFor(database), {
    wallClock: wallClock,
    newId: () => randomId(wallClock()),
    secret: SECRET,
    publicUrl: "http://127.0.0.1",
    freeAttempts: 1000,
  });
  await seed(services, { days: SEED_DAYS });
  // Closing leaves the newest writes in the log next to the file, and only the file is copied.
  await services.db.read([stmt("PRAGMA wal_checkpoint(TRUNCATE)")]);
  await close();
  const drop = () => {
    const leaks = findLeaks(dir);
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
    if (leaks.length > 0)
      throw new Error(`Card numbers were found where they must never be stored:\n${leaks.join("\n")}`);
  };
  return { dir, database, extension, aheadMs, drop };
}

/** Card numbers left behind by a test run: in databases, in the logs of servers and card pages, in answers. */
function findLeaks(dir: string): string[] {
  const files = readdirSync(dir).map((name) => join(dir, name));
  const databases = files.filter((file) => file.endsWith(".db"));
  const logs = files.filter((file) => file.endsWith(".log"));
  const found = [
    ...databases.flatMap((file) => findCardNumbers(file).map((number) => `${basename(file)}: ${number}`)),
    ...logs.flatMap((file) =>
      cardNumbersIn(readFileSync(file, "latin1")).map((number) => `${basename(file)}: ${number}`),
    ),
  ];
  const count = `${databases.length} databases and ${logs.length} logs`;
  if (found.length === 0) console.log(`  No card number in ${count}, nor in any answer.`);
  return found;
}
