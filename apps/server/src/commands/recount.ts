import { findAllAccounts } from "../features/reports/reads/due.ts";
import { recount } from "../features/reports/keepCounting.ts";
import { registerHandlers } from "../start/registries.ts";
import { randomId } from "../store/randomId.ts";
import { commandArguments } from "./commandArguments.ts";
import { openData, findDataLocation } from "./dataLocation.ts";
import { exitWith } from "./exitWith.ts";

// Counts time in status again from the log, with or without a running server: its tables hold nothing else.
const [account] = commandArguments(
  "recount takes an optional account. It counts time in status again from the log.",
  1,
);
const wallClock = () => Date.now();
const db = await openData(await findDataLocation(), true);
registerHandlers();
const services = { db, feed: { notify: () => {} }, now: wallClock, newId: () => randomId(wallClock()) };
const accounts = (await findAllAccounts(db)).filter((one) => account === undefined || one === account);
if (accounts.length === 0)
  exitWith(
    account === undefined
      ? "There is no account here yet, so there is no time to count."
      : `There is no account ${account} here.`,
  );
for (const one of accounts) await recount(services, one);
console.log(
  `Counted again: the time in status of ${accounts.length === 1 ? "one account" : `${accounts.length} accounts`}.`,
);
await db.close();
