import { parseArgs } from "node:util";
import { headNow, holdsSince } from "../src/proof/kept.ts";
import { verify } from "../src/verify.ts";
import { openPlace, thePlace } from "./place.ts";
import { stop } from "./stop.ts";

// Works out every digest anew, beside a running server or without one. Ends with 1 where something is not as written.
const { account, head, since } = asked();
const db = await openPlace(await thePlace(), true);
const { accounts, rows, removed, broken } = await verify(db, db.seal!, account);
if (broken) stop(`Broken: ${broken.table}, account ${broken.account || "none"}, ${broken.row}: ${broken.what}.`);
if (rows + removed === 0)
  stop(
    account === undefined
      ? "Nothing was ever written here: there is nothing to prove."
      : `There is no account ${account} here.`,
  );
if (since !== undefined) {
  const holds = await holdsSince(db, since);
  if (holds === null) stop("--since takes a line that --head has printed: cbh_…");
  if (!holds) stop("Broken: what was written before that head was printed is not what is here.");
  console.log("All that was written before that head was printed is here, as it was.");
}
console.log(`Whole: ${rows} rows of ${accounts} accounts, ${removed} rows lawfully removed.`);
if (head) console.log(await headNow(db));
await db.close();

function asked(): { account?: string | undefined; head?: boolean | undefined; since?: string | undefined } {
  try {
    const options = { head: { type: "boolean" }, since: { type: "string" } } as const;
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    if (positionals.length > 1) throw new Error("One account, or all.");
    return { ...values, account: positionals[0] };
  } catch {
    return stop(
      "verify takes an account, or none; --head prints what to keep elsewhere, --since <head> compares with it.",
    );
  }
}
