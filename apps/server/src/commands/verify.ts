import { parseArgs } from "node:util";
import { currentHead, isIntactSince } from "../store/verify/logHead.ts";
import { verify } from "../store/verify/verify.ts";
import { openData, findDataLocation } from "./dataLocation.ts";
import { exitWith } from "./exitWith.ts";

// Recomputes every digest, with or without a running server. Exits with 1 if something was changed. A head is a line
// that summarizes everything written so far: stored elsewhere, it shows later changes even by somebody who has the key.
const { account, head, since } = readArguments();
const db = await openData(await findDataLocation(), true);
const { accounts, rows, removed, broken } = await verify(db, db.seal!, account);
if (broken) exitWith(`Broken: ${broken.table}, account ${broken.account || "none"}, ${broken.row}: ${broken.problem}.`);
if (rows + removed === 0)
  exitWith(
    account === undefined
      ? "Nothing has been written here yet, so there is nothing to verify."
      : `There is no account ${account} here.`,
  );
if (since !== undefined) {
  const isIntact = await isIntactSince(db, since);
  if (isIntact === null) exitWith("--since takes a line printed by --head: cbh_…");
  if (!isIntact) exitWith("Broken: rows written before that head was printed have changed.");
  console.log("Everything written before that head was printed is unchanged.");
}
console.log(`Verified: ${rows} rows of ${accounts} accounts, ${removed} rows removed by retention.`);
if (head) console.log(await currentHead(db));
await db.close();

function readArguments(): { account?: string | undefined; head?: boolean | undefined; since?: string | undefined } {
  try {
    const options = { head: { type: "boolean" }, since: { type: "string" } } as const;
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    if (positionals.length > 1) throw new Error("At most one account.");
    return { ...values, account: positionals[0] };
  } catch {
    return exitWith(
      "verify takes an optional account; --head prints a line to store elsewhere, --since <head> compares with it.",
    );
  }
}
