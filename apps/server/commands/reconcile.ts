import { decimal } from "@callboard/domain/money";
import { reconcile } from "../src/books.ts";
import { asked } from "./asked.ts";
import { openPlace, thePlace } from "./place.ts";
import { stop } from "./stop.ts";

// Adds up every book from its first movement, beside a running server or without one. Ends with 1 where it does not fit.
asked("reconcile takes nothing behind it. It adds up every book of the ledger.");
const TOLD_EVERY = 1_000_000;
const db = await openPlace(await thePlace(), true);
let told = 0;
const { movements, events, books, sums, broken } = await reconcile(db, (so) => {
  if (so - told < TOLD_EVERY) return;
  told = so;
  console.log(`${so} movements added up…`);
});
await db.close();
if (broken) stop(`Broken: ${broken.table}, account ${broken.account || "none"}, ${broken.row}: ${broken.what}.`);
if (movements + events === 0) stop("No money ever moved here: there is nothing to add up.");
for (const [name, micros] of [...sums].sort(([a], [b]) => a.localeCompare(b)))
  console.log(`${name.padEnd(16)} ${decimal(Number(micros)).padStart(22)}`);
const total = [...sums.values()].reduce((sum, micros) => sum + micros, 0n);
console.log(
  `Whole: ${movements} movements in ${books} books, ${events} events counted; all books together ${decimal(Number(total))}.`,
);
