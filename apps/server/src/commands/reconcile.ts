import { toDecimal } from "@callboard/domain/core/money";
import { reconcile } from "../store/verify/ledger.ts";
import { asked } from "../../commands/asked.ts";
import { openData, findDataLocation } from "./dataLocation.ts";
import { exitWith } from "./exitWith.ts";

// Adds up every book from its first movement, beside a running server or without one. Ends with 1 where it does not fit.
asked("reconcile takes nothing behind it. It adds up every book of the ledger.");
const REPORT_EVERY = 1_000_000;
const db = await openData(await findDataLocation(), true);
let reported = 0;
const { movements, events, books, sums, broken } = await reconcile(db, (so) => {
  if (so - reported < REPORT_EVERY) return;
  reported = so;
  console.log(`${so} movements added up…`);
});
await db.close();
if (broken) exitWith(`Broken: ${broken.table}, account ${broken.account || "none"}, ${broken.row}: ${broken.what}.`);
if (movements + events === 0) exitWith("No money ever moved here: there is nothing to add up.");
for (const [name, micros] of [...sums].sort(([a], [b]) => a.localeCompare(b)))
  console.log(`${name.padEnd(16)} ${toDecimal(Number(micros)).padStart(22)}`);
const total = [...sums.values()].reduce((sum, micros) => sum + micros, 0n);
console.log(
  `Whole: ${movements} movements in ${books} books, ${events} events counted; all books together ${toDecimal(Number(total))}.`,
);
