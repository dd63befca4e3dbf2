import { toDecimal } from "@callboard/domain/core/money";
import { reconcile } from "../store/verify/ledger.ts";
import { commandArguments } from "./commandArguments.ts";
import { openData, findDataLocation } from "./dataLocation.ts";
import { exitWith } from "./exitWith.ts";

// Adds up every book from its first movement, with or without a running server. Exits with 1 if something is wrong.
commandArguments("reconcile takes no arguments. It adds up every book of the ledger.");
/** Movements between two progress lines. */
const REPORT_EVERY = 1_000_000;
const db = await openData(await findDataLocation(), true);
let reported = 0;
const { movements, events, books, sums, broken } = await reconcile(db, (count) => {
  if (count - reported < REPORT_EVERY) return;
  reported = count;
  console.log(`${count} movements added up…`);
});
await db.close();
if (broken) exitWith(`Broken: ${broken.table}, account ${broken.account || "none"}, ${broken.row}: ${broken.problem}.`);
if (movements + events === 0) exitWith("No money has moved here yet, so there is nothing to add up.");
for (const [name, micros] of [...sums].sort(([a], [b]) => a.localeCompare(b)))
  console.log(`${name.padEnd(16)} ${toDecimal(Number(micros)).padStart(22)}`);
const total = [...sums.values()].reduce((sum, micros) => sum + micros, 0n);
console.log(
  `Verified: ${movements} movements in ${books} books, ${events} usage events; total of all books ${toDecimal(Number(total))}.`,
);
