import { sealWith } from "../src/seal.ts";
import { verify } from "../src/verify.ts";
import { openPlace, thePlace } from "./place.ts";
import { stop } from "./stop.ts";

// Works out every digest anew, beside a running server or without one. Ends with 1 where something is not as written.
const [account] = process.argv.slice(2);
const place = await thePlace();
const db = await openPlace(place);
const { accounts, rows, removed, broken } = await verify(db, sealWith(place.secret()), account);
await db.close();
if (broken) stop(`Broken: ${broken.table}, account ${broken.account}, ${broken.row}: ${broken.what}.`);
if (rows + removed === 0)
  stop(
    account === undefined
      ? "Nothing was ever written here: there is nothing to prove."
      : `There is no account ${account} here.`,
  );
console.log(`Whole: ${rows} rows of ${accounts} accounts, ${removed} rows lawfully removed.`);
