import { decimal } from "@callboard/domain/money";
import { reconcile } from "../src/books.ts";
import { openDatabase } from "../src/openDatabase.ts";
import { readEnv } from "../src/env.ts";
import { bringUpToDate } from "../src/upToDate.ts";
import { stop } from "./talk.ts";

// Adds up every book from its first movement, beside a running server or without one. Ends with 1 where it does not fit.
const TOLD_EVERY = 1_000_000;
const env = readEnv();
const db = openDatabase(env.databaseUrl, env.DATABASE_TOKEN);
await bringUpToDate(db, Date.now);
let told = 0;
const { movements, events, books, sums, broken } = await reconcile(db, (so) => {
  if (so - told < TOLD_EVERY) return;
  told = so;
  console.log(`${so} movements added up…`);
});
await db.close();
if (broken) stop(`Broken: ${broken.table}, account ${broken.account}, ${broken.row}: ${broken.what}.`);
for (const [name, micros] of [...sums].sort(([a], [b]) => a.localeCompare(b)))
  console.log(`${name.padEnd(16)} ${decimal(Number(micros)).padStart(22)}`);
const total = [...sums.values()].reduce((sum, micros) => sum + micros, 0n);
console.log(
  `Whole: ${movements} movements in ${books} books, ${events} events counted; all books together ${decimal(Number(total))}.`,
);
