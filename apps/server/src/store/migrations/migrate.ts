import { type Database, type Stmt, stmt } from "../database/port.ts";
import { about } from "./about.ts";
import { access } from "./access.ts";
import { cardNews } from "./cardNews.ts";
import { completeSince } from "./completeSince.ts";
import { counts } from "./counts.ts";
import { bookingOrder } from "./bookingOrder.ts";
import { counting } from "./counting.ts";
import { core } from "./core.ts";
import { history } from "./history.ts";
import { dueRows } from "./dueRows.ts";
import { formerForwards } from "./formerForwards.ts";
import { formerValues } from "./formerValues.ts";
import { givenBack } from "./givenBack.ts";
import { heardCards } from "./heardCards.ts";
import { holds } from "./holds.ts";
import { platform } from "./platform.ts";
import { jobRows } from "./jobRows.ts";
import { ledger } from "./ledger.ts";
import { lateRows } from "./lateRows.ts";
import { linkRefs } from "./linkRefs.ts";
import { lists } from "./lists.ts";
import { lowBalances } from "./lowBalances.ts";
import { mailSecrets } from "./mailSecrets.ts";
import { opened } from "./opened.ts";
import { papers } from "./papers.ts";
import { refunds } from "./refunds.ts";
import { renamed } from "./renamed.ts";
import { removedSums } from "./removedSums.ts";
import { runs } from "./runs.ts";
import { sandbox } from "./sandbox.ts";
import { tries } from "./tries.ts";
import { seals } from "./seals.ts";
import { turns } from "./turns.ts";
import { schedules } from "./schedules.ts";
import { sendings } from "./sendings.ts";

/** In this order, forever: a released migration is never edited, only followed by another one. */
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

/** Upgrades the database's tables. Each migration and its marker are one transaction, so none is left half done. */
export async function migrate(db: Database): Promise<void> {
  await db.script([stmt("CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY) STRICT")]);
  for (const [name, statements] of MIGRATIONS)
    if (!(await isApplied(db, name))) await applyMigration(db, name, ...statements.map((sql) => stmt(sql)));
}

/** Applies statements once, together with a marker that they are done. */
export async function applyMigration(db: Database, name: string, ...stmts: Stmt[]): Promise<void> {
  try {
    await db.script([stmt("INSERT INTO migrations (name) VALUES (?)", name), ...stmts]);
  } catch (error) {
    // Another process may have been first: its work is committed and this one was rolled back.
    if (!(await isApplied(db, name))) throw error;
  }
}

export async function isApplied(db: Database, name: string): Promise<boolean> {
  const [rows] = await db.read([stmt("SELECT 1 FROM migrations WHERE name = ?", name)]);
  return rows!.length > 0;
}
