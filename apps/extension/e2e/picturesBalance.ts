import { see } from "./kit/page.ts";
import { type Sight, turn } from "./kit/sight.ts";
import { spend } from "./kit/spending.ts";

const CONSOLE = { width: 1280, height: 860 };
const NARROW = { width: 420, height: 860 };

/** The balance and its entries: just opened, in use, narrowed, paid by the agency, below zero. */
export async function takeBalance({ server, consoleOf, picture }: Sight): Promise<void> {
  const empty = await consoleOf("solveig@callboard.demo", "balance");
  await see(empty, "Opening balance");
  await picture(empty, "balance", "just-opened", CONSOLE);

  const operator = await server.operator();
  const { account } = await server.as("dana@callboard.demo");
  const parkside = await server.as("ida@callboard.demo", "parkside");
  await spend(server, account);
  await spend(server, parkside.account);
  await operator.balance.adjust.mutate({ account, micros: 5_000_000, reason: "Credit for the outage of 3 March" });
  const dana = await server.as("dana@callboard.demo");
  const { entries } = await dana.api.balance.entries.query({ search: "Ortega" });
  await operator.balance.correct.mutate({ account, entry: entries[0]!.entry, reason: "a test call" });

  const page = await consoleOf("dana@callboard.demo", "balance");
  await see(page, "Takes back entry");
  await picture(page, "balance", "full", CONSOLE);
  await picture(page, "balance", "narrow", NARROW);
  await turn(page, "balance?search=from", "That is all that fits.");
  await picture(page, "balance", "filtered", CONSOLE);
  await turn(page, "balance?type=refund", "No entry fits");
  await picture(page, "balance", "no-match", CONSOLE);
  await picture(await consoleOf("ida@callboard.demo", "balance"), "balance", "paid-by-the-agency", CONSOLE);
  const harriet = await consoleOf("harriet@callboard.demo", "balance");
  await see(harriet, "For Parkside Dental");
  await picture(harriet, "balance", "agency", CONSOLE);
  await operator.balance.adjust.mutate({ account, micros: -500_000_000, reason: "Typed in by mistake" });
  const low = await consoleOf("dana@callboard.demo", "balance");
  await see(low, "Below zero");
  await picture(low, "balance", "below-zero", CONSOLE);
}
