import { parseArgs } from "node:util";
import { currentHead, isIntactSince } from "../store/verify/logHead.ts";
import { verify } from "../store/verify/verify.ts";
import { openData, findDataLocation } from "./dataLocation.ts";
import { exitWith } from "./exitWith.ts";

// Works out every digest anew, beside a running server or without one. Ends with 1 where something is not as written.
const { account, head, since } = readArguments();
const db = await openData(await findDataLocation(), true);
const { accounts, rows, removed, broken } = await verify(db, db.seal!, account);
if (broken) exitWith(`Broken: ${broken.table}, account ${broken.account || "none"}, ${broken.row}: ${broken.what}.`);
if (rows + removed === 0)
  exitWith(
    account === undefined
      ? "Nothing was ever written here: there is nothing to prove."
      : `There is no account ${account} here.`,
  );
if (since !== undefined) {
  const holds = await isIntactSince(db, since);
  if (holds === null) exitWith("--since takes a line that --head has printed: cbh_…");
  if (!holds) exitWith("Broken: what was written before that head was printed is not what is here.");
  console.log("All that was written before that head was printed is here, as it was.");
}
console.log(`Whole: ${rows} rows of ${accounts} accounts, ${removed} rows lawfully removed.`);
if (head) console.log(await currentHead(db));
await db.close();

function readArguments(): { account?: string | undefined; head?: boolean | undefined; since?: string | undefined } {
  try {
    const options = { head: { type: "boolean" }, since: { type: "string" } } as const;
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    if (positionals.length > 1) throw new Error("One account, or all.");
    return { ...values, account: positionals[0] };
  } catch {
    return exitWith(
      "verify takes an account, or none; --head prints what to keep elsewhere, --since <head> compares with it.",
    );
  }
}
