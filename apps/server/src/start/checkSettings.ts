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
  "TWILIO_AUTH_TOKEN",
  "TWILIO_API_URL",
] as const satisfies readonly (keyof Env)[];

/** Whether a host name or address is reachable only from this machine. */
function isLoopback(host: string): boolean {
  const plain = canonicalAddress(host);
  return plain === "localhost" || plain === "::1" || (isIP(plain) === 4 && plain.startsWith("127."));
}

/** Whether the server listens on all of the machine's addresses. */
const isAnyAddress = (host: string): boolean => ["0.0.0.0", "::"].includes(canonicalAddress(host));

/** The settings of a server to start. Throws messages that name what to set. */
export function readServerSettings(variables: Variables = processVariables()): Env {
  const env = readEnv(variables);
  const names = Object.keys(variables).filter((name) => variables[name] !== undefined);
  const modeFailures = env.demo ? demoErrors(env, variables.NODE_ENV === "production") : productionErrors(env);
  const failures = [...findMisspelled(names), ...modeFailures];
  if (failures.length > 0) throw new Error(failures.join("\n"));
  return env;
}

function demoErrors(env: Env, isProduction: boolean): string[] {
  const failures: string[] = [];
  if (!isLoopback(env.HOST))
    failures.push(
      `HOST=${env.HOST} would open a demo, whose passwords are known, to other machines: remove HOST, or set DATABASE_URL for a server with data of its own.`,
    );
  if (env.DEMO !== undefined) return [...failures, ...publicDemoErrors(env)];
  const productionOnly = [
    ...PRODUCTION_SETTINGS.filter((name) => env[name] !== undefined),
    ...(isProduction ? ["NODE_ENV=production"] : []),
  ];
  if (productionOnly.length > 0)
    failures.push(
      `${productionOnly.join(" and ")} ${productionOnly.length === 1 ? "is" : "are"} set, but not DATABASE_URL: set it for a server with data of its own, or DEMO=1 if you mean the demo.`,
    );
  return failures;
}

/** A demo on purpose, but with production settings. */
function publicDemoErrors(env: Env): string[] {
  const failures: string[] = [];
  if (!isLoopback(new URL(env.publicUrl).hostname.replace(/[[\]]/g, "")) && env.PUBLIC_URL !== undefined)
    failures.push(
      `PUBLIC_URL=${env.PUBLIC_URL} would lead others to a demo, whose passwords are known: remove PUBLIC_URL, or remove DEMO=1 and set DATABASE_URL for a server with data of its own.`,
    );
  if (env.STRIPE_SECRET_KEY?.includes("_live_"))
    failures.push(
      "STRIPE_SECRET_KEY is a live key, and in a demo, whose passwords are known, anybody may charge cards: set a test key, or remove DEMO=1.",
    );
  if (env.TWILIO_AUTH_TOKEN !== undefined && env.TWILIO_API_URL === undefined)
    failures.push(
      "TWILIO_AUTH_TOKEN is set, and in a demo, whose passwords are known, anybody may buy numbers with it: set TWILIO_API_URL to a simulator, or remove DEMO=1.",
    );
  return failures;
}

function productionErrors(env: Env): string[] {
  const isSandboxed = (part: Env["SANDBOX"][number]) => env.SANDBOX.includes(part);
  const failures: string[] = platformErrors(env, isSandboxed("numbers"));
  if (env.DATABASE_URL === undefined)
    failures.push(
      "DEMO=0 needs a database of its own: set DATABASE_URL, such as file:/var/lib/callboard/callboard.db.",
    );
  if (!isSandboxed("cards") && env.STRIPE_SECRET_KEY === undefined)
    failures.push(
      "No payment provider is set, so only test cards would be accepted, which pay no real money: set STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET, or SANDBOX=cards to try it that way.",
    );
  if (!isSandboxed("cards") && env.STRIPE_SECRET_KEY?.includes("_test_"))
    failures.push(
      "STRIPE_SECRET_KEY is a test key, which accepts only test cards: set a live key, or SANDBOX=cards to try it that way.",
    );
  if (!isSandboxed("cards") && env.STRIPE_API_URL !== undefined)
    failures.push(
      "STRIPE_API_URL replaces Stripe with a simulator: remove it, or set SANDBOX=cards to try it that way.",
    );
  if (isAnyAddress(env.HOST) && env.PUBLIC_URL === undefined)
    failures.push(
      `HOST=${env.HOST} says where to listen, but not this server’s public address: set PUBLIC_URL, such as https://callboard.example.`,
    );
  if (env.DATABASE_TOKEN !== undefined && env.databaseUrl.startsWith("file:"))
    failures.push("DATABASE_TOKEN is for a libSQL server, but DATABASE_URL names a file: remove one of them.");
  return failures;
}

/** Without Twilio numbers come from the sandbox; with it, Twilio must reach this server. */
function platformErrors(env: Env, isSandboxed: boolean): string[] {
  const failures: string[] = [];
  if (env.TWILIO_AUTH_TOKEN !== undefined && env.PUBLIC_URL === undefined)
    failures.push(
      "Twilio asks this server about each call, and doesn’t know where: set PUBLIC_URL, such as https://callboard.example.",
    );
  if (isSandboxed) return failures;
  if (env.TWILIO_AUTH_TOKEN === undefined)
    failures.push(
      "No phone platform is set, so numbers would come from the sandbox and ring nowhere: set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, or SANDBOX=numbers to run with it anyway.",
    );
  if (env.TWILIO_API_URL !== undefined)
    failures.push(
      "TWILIO_API_URL replaces Twilio with a simulator: remove it, or set SANDBOX=numbers to try it that way.",
    );
  return failures;
}

/** Short names are similar to too many others. */
const NAME_LENGTH_MIN = 7;

/** Names that are probably misspelled settings: the setting that was meant would be missing. */
function findMisspelled(names: readonly string[]): string[] {
  return names.flatMap((name) => {
    if (SETTINGS.includes(name)) return [];
    const similar = SETTINGS.find(
      (setting) => setting.length >= NAME_LENGTH_MIN && isSimilarName(setting, name.toUpperCase()),
    );
    return similar === undefined ? [] : [`${name} isn’t a setting: did you mean ${similar}?`];
  });
}

/**
 * Whether at most two letters are wrong, missing, extra or swapped; one in a short name. Calculates the
 * Damerau–Levenshtein distance, keeping the two latest rows of its table.
 */
function isSimilarName(setting: string, name: string): boolean {
  const maxDistance = setting.length > NAME_LENGTH_MIN + 1 ? 2 : 1;
  if (Math.abs(setting.length - name.length) > maxDistance) return false;
  let [rowBeforeLast, lastRow] = [[] as number[], Array.from({ length: name.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= setting.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= name.length; j += 1) {
      const same = setting[i - 1] === name[j - 1];
      row[j] = Math.min(lastRow[j]! + 1, row[j - 1]! + 1, lastRow[j - 1]! + (same ? 0 : 1));
      if (setting[i - 1] === name[j - 2] && setting[i - 2] === name[j - 1])
        row[j] = Math.min(row[j]!, rowBeforeLast[j - 2]! + 1);
    }
    [rowBeforeLast, lastRow] = [lastRow, row];
  }
  return lastRow[name.length]! <= maxDistance;
}
