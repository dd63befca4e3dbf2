import { type Database, type Stmt, stmt } from "./db.ts";
import { about } from "./migrations/about.ts";
import { access } from "./migrations/access.ts";
import { cardNews } from "./migrations/cardNews.ts";
import { completeSince } from "./migrations/completeSince.ts";
import { counts } from "./migrations/counts.ts";
import { bookingOrder } from "./migrations/bookingOrder.ts";
import { counting } from "./migrations/counting.ts";
import { core } from "./migrations/core.ts";
import { history } from "./migrations/history.ts";
import { dueRows } from "./migrations/dueRows.ts";
import { formerForwards } from "./migrations/formerForwards.ts";
import { formerValues } from "./migrations/formerValues.ts";
import { givenBack } from "./migrations/givenBack.ts";
import { heardCards } from "./migrations/heardCards.ts";
import { holds } from "./migrations/holds.ts";
import { platform } from "./migrations/platform.ts";
import { jobRows } from "./migrations/jobRows.ts";
import { ledger } from "./migrations/ledger.ts";
import { lateRows } from "./migrations/lateRows.ts";
import { linkRefs } from "./migrations/linkRefs.ts";
import { lists } from "./migrations/lists.ts";
import { lowBalances } from "./migrations/lowBalances.ts";
import { mailSecrets } from "./migrations/mailSecrets.ts";
import { opened } from "./migrations/opened.ts";
import { papers } from "./migrations/papers.ts";
import { refunds } from "./migrations/refunds.ts";
import { renamed } from "./migrations/renamed.ts";
import { removedSums } from "./migrations/removedSums.ts";
import { runs } from "./migrations/runs.ts";
import { sandbox } from "./migrations/sandbox.ts";
import { tries } from "./migrations/tries.ts";
import { seals } from "./migrations/seals.ts";
import { turns } from "./migrations/turns.ts";
import { schedules } from "./migrations/schedules.ts";
import { sendings } from "./migrations/sendings.ts";

/** In order, for ever: a landed one is never edited, a further one is appended. */
const MIGRATIONS: readonly (readonly [name: string, statements: readonly string[]])[] = [
  ["001 core", core],
  ["002 access", access],
  ["003 lists", lists],
  ["004 runs", runs],
  ["005 history", history],
  ["006 sandbox carrier", sandbox],
  ["007 counting", counting],
  ["008 ledger", ledger],
  ["009 refunds", refunds],
  ["010 low balances", lowBalances],
  ["011 papers", papers],
  ["012 schedules", schedules],
  ["013 holds", holds],
  ["014 platform", platform],
  ["015 job rows", jobRows],
  ["016 complete since", completeSince],
  ["017 heard cards", heardCards],
  ["018 about", about],
  ["019 former values", formerValues],
  ["020 counts", counts],
  ["021 booking order", bookingOrder],
  ["022 turns", turns],
  ["023 renamed", renamed],
  ["024 due rows", dueRows],
  ["025 opened", opened],
  ["026 sendings", sendings],
  ["027 mail secrets", mailSecrets],
  ["028 tries", tries],
  ["029 link refs", linkRefs],
  ["030 seals", seals],
  ["031 given back", givenBack],
  ["032 card news", cardNews],
  ["033 former forwards", formerForwards],
  ["034 removed sums", removedSums],
  ["035 late rows", lateRows],
];

export const MIGRATION_NAMES: readonly string[] = MIGRATIONS.map(([name]) => name);

/** Brings the database's tables up to date. Each migration and its mark are one transaction: nothing stays half done. */
export async function migrate(db: Database): Promise<void> {
  await db.script([stmt("CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY) STRICT")]);
  for (const [name, statements] of MIGRATIONS)
    if (!(await isApplied(db, name))) await applyMigration(db, name, ...statements.map((sql) => stmt(sql)));
}

/** What is marked is done for ever; with the mark go the statements that do it. */
export async function applyMigration(db: Database, name: string, ...stmts: Stmt[]): Promise<void> {
  try {
    await db.script([stmt("INSERT INTO migrations (name) VALUES (?)", name), ...stmts]);
  } catch (error) {
    // Another process may have been first: then its work stands and this one's was rolled back.
    if (!(await isApplied(db, name))) throw error;
  }
}

export async function isApplied(db: Database, name: string): Promise<boolean> {
  const [rows] = await db.read([stmt("SELECT 1 FROM migrations WHERE name = ?", name)]);
  return rows!.length > 0;
}
