import { isIP } from "node:net";
import { canonicalAddress } from "../clientAddress.ts";
import { type Env, processVariables, readEnv, SETTINGS, type Variables } from "../env.ts";

/** Settings that only a production server needs. */
const PRODUCTION_SETTINGS = [
  "DATABASE_TOKEN",
  "SECRET_KEY",
  "SMTP_URL",
  "PUBLIC_URL",
  "STRIPE_SECRET_KEY",
  "STRIPE_API_URL",
] as const satisfies readonly (keyof Env)[];

/** Whether a host name or address is reachable only from this machine. */
function isLoopback(host: string): boolean {
  const plain = canonicalAddress(host);
  return plain === "localhost" || plain === "::1" || (isIP(plain) === 4 && plain.startsWith("127."));
}

const isAnyAddress = (host: string): boolean => ["0.0.0.0", "::"].includes(canonicalAddress(host));

/** The settings of a server to start. Throws messages that name what to set. */
export function readServerSettings(from: Variables = processVariables()): Env {
  const env = readEnv(from);
  const names = Object.keys(from).filter((name) => from[name] !== undefined);
  const own = env.demo ? demoErrors(env, from.NODE_ENV === "production") : productionErrors(env);
  const refusals = [...findMisspelled(names), ...own];
  if (refusals.length > 0) throw new Error(refusals.join("\n"));
  return env;
}

function demoErrors(env: Env, isProduction: boolean): string[] {
  const refusals: string[] = [];
  if (!isLoopback(env.HOST))
    refusals.push(
      `HOST=${env.HOST} would open a demo, whose passwords are known, to other machines: remove HOST, or set DATABASE_URL for a server with data of its own.`,
    );
  if (env.DEMO !== undefined) return [...refusals, ...publicDemoErrors(env)];
  const meant = [
    ...PRODUCTION_SETTINGS.filter((name) => env[name] !== undefined),
    ...(isProduction ? ["NODE_ENV=production"] : []),
  ];
  if (meant.length > 0)
    refusals.push(
      `${meant.join(" and ")} ${meant.length === 1 ? "is" : "are"} set, but not DATABASE_URL: set it for a server with data of its own, or DEMO=1 if you mean the demo.`,
    );
  return refusals;
}

/** A demo on purpose, but with production settings. */
function publicDemoErrors(env: Env): string[] {
  const refusals: string[] = [];
  if (!isLoopback(new URL(env.publicUrl).hostname.replace(/[[\]]/g, "")) && env.PUBLIC_URL !== undefined)
    refusals.push(
      `PUBLIC_URL=${env.PUBLIC_URL} would lead others to a demo, whose passwords are known: remove PUBLIC_URL, or remove DEMO=1 and set DATABASE_URL for a server with data of its own.`,
    );
  if (env.STRIPE_SECRET_KEY?.includes("_live_"))
    refusals.push(
      "STRIPE_SECRET_KEY is a live key, and in a demo, whose passwords are known, anybody may charge cards: set a test key, or remove DEMO=1.",
    );
  return refusals;
}

function productionErrors(env: Env): string[] {
  const refusals: string[] = [];
  const plays = (what: Env["SANDBOX"][number]) => env.SANDBOX.includes(what);
  if (env.DATABASE_URL === undefined)
    refusals.push(
      "DEMO=0 needs a database of its own: set DATABASE_URL, such as file:/var/lib/callboard/callboard.db.",
    );
  if (!plays("cards") && env.STRIPE_SECRET_KEY === undefined)
    refusals.push(
      "No payment provider is set, so only test cards would be accepted, which pay no real money: set STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET, or SANDBOX=cards to try it that way.",
    );
  if (!plays("cards") && env.STRIPE_SECRET_KEY?.includes("_test_"))
    refusals.push(
      "STRIPE_SECRET_KEY is a test key, which accepts only test cards: set a live key, or SANDBOX=cards to try it that way.",
    );
  if (!plays("cards") && env.STRIPE_API_URL !== undefined)
    refusals.push(
      "STRIPE_API_URL replaces Stripe with a simulator: remove it, or set SANDBOX=cards to try it that way.",
    );
  if (!plays("numbers"))
    refusals.push(
      "The only carrier so far is the sandbox, whose numbers don’t ring anywhere: set SANDBOX=numbers to run with it anyway.",
    );
  if (isAnyAddress(env.HOST) && env.PUBLIC_URL === undefined)
    refusals.push(
      `HOST=${env.HOST} says where to listen, but not this server’s public address: set PUBLIC_URL, such as https://callboard.example.`,
    );
  if (env.DATABASE_TOKEN !== undefined && env.databaseUrl.startsWith("file:"))
    refusals.push("DATABASE_TOKEN is for a libSQL server, but DATABASE_URL names a file: remove one of them.");
  return refusals;
}

/** Short names are similar to too many others. */
const NAME_LENGTH_MIN = 7;

/** A misspelled name is a setting that was meant, and is missing. */
function findMisspelled(names: readonly string[]): string[] {
  return names.flatMap((name) => {
    if (SETTINGS.includes(name)) return [];
    const meant = SETTINGS.find((one) => one.length >= NAME_LENGTH_MIN && isSimilarName(one, name.toUpperCase()));
    return meant === undefined ? [] : [`${name} isn’t a setting: did you mean ${meant}?`];
  });
}

/** At most two letters are wrong, missing, extra or swapped; one in a short name. */
function isSimilarName(meant: string, found: string): boolean {
  const most = meant.length > NAME_LENGTH_MIN + 1 ? 2 : 1;
  if (Math.abs(meant.length - found.length) > most) return false;
  let [before, last] = [[] as number[], Array.from({ length: found.length + 1 }, (_, at) => at)];
  for (let m = 1; m <= meant.length; m += 1) {
    const row = [m];
    for (let f = 1; f <= found.length; f += 1) {
      const same = meant[m - 1] === found[f - 1];
      row[f] = Math.min(last[f]! + 1, row[f - 1]! + 1, last[f - 1]! + (same ? 0 : 1));
      if (meant[m - 1] === found[f - 2] && meant[m - 2] === found[f - 1])
        row[f] = Math.min(row[f]!, before[f - 2]! + 1);
    }
    [before, last] = [last, row];
  }
  return last[found.length]! <= most;
}
