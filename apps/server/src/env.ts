import { isIP } from "node:net";
import { resolve } from "node:path";
import { sliceCode } from "@callboard/domain/core/text/text";
import * as z from "zod/mini";
import { parseProxies } from "./clientAddress.ts";

/** The base of relative paths, whatever folder a command is called from. */
export const PROJECT = resolve(import.meta.dirname, "../../..");

/** A text with a condition. `requirement` ends the sentence “NAME must be …”. */
const textSetting = (requirement: string, isValid: (value: string) => boolean) =>
  z.string().check(z.refine(isValid, requirement));

const port = z.pipe(
  textSetting(
    "a whole number from 1 to 65535",
    (value) => /^\d{1,5}$/.test(value) && Number(value) > 0 && Number(value) < 65536,
  ),
  z.transform(Number),
);

function isUrl(value: string, ...protocols: string[]): boolean {
  const url = URL.canParse(value) ? new URL(value) : null;
  return url !== null && protocols.includes(url.protocol) && url.hostname !== "";
}

/** An origin without anything after the host, because paths are appended. */
const isOrigin = (value: string): boolean => isUrl(value, "http:", "https:") && /^https?:\/\/[^/?#@]+\/?$/.test(value);

const isHost = (value: string): boolean => isIP(value) !== 0 || /^[a-z\d]([a-z\d.-]*[a-z\d])?$/i.test(value);
const isDatabase = (value: string): boolean =>
  value.startsWith("file:") ? /^file:[^?#]+$/.test(value) : isUrl(value, "http:", "https:", "libsql:");

/** What can be simulated: the card provider and the phone platform. */
const SANDBOXES = ["cards", "numbers"] as const;

const schema = z.object({
  PORT: z._default(port, 8787),
  HOST: z._default(textSetting("a host name or an address, such as 127.0.0.1", isHost), "127.0.0.1"),
  /** The port of the sandbox's card page; another one if it is taken. */
  CARD_PAGE_PORT: z._default(port, 8788),
  DATABASE_URL: z.optional(textSetting("file:… or the http(s):// or libsql:// address of a libSQL server", isDatabase)),
  DATABASE_TOKEN: z.optional(textSetting("a token without spaces", (value) => /^\S+$/.test(value))),
  DATA_DIR: z.pipe(
    z._default(
      textSetting("the name of a folder", (value) => !value.includes("\0")),
      ".data",
    ),
    z.transform((folder) => resolve(PROJECT, folder)),
  ),
  DEMO: z.optional(textSetting("0 or 1", (value) => value === "0" || value === "1")),
  /** The parts that may be simulated on a server that isn't a demo. */
  SANDBOX: z.pipe(
    z._default(
      textSetting("cards, numbers, or both with a comma between them", (value) =>
        value.split(",").every((part) => part === "" || (SANDBOXES as readonly string[]).includes(part)),
      ),
      "",
    ),
    z.transform((value) => SANDBOXES.filter((part) => value.split(",").includes(part))),
  ),
  /** Proxies whose X-Forwarded-For header is trusted. */
  TRUST_PROXY: z.pipe(
    z._default(
      textSetting(
        "addresses or networks with commas between them, such as 127.0.0.1,10.0.0.0/8, and none of everybody",
        (value) => parseProxies(value) !== null,
      ),
      "",
    ),
    z.transform((list) => parseProxies(list)!),
  ),
  SMTP_URL: z.optional(
    textSetting("the smtp:// or smtps:// address of a mail server", (value) => isUrl(value, "smtp:", "smtps:")),
  ),
  MAIL_FROM: z._default(
    textSetting("a mail address, or a name with it: Callboard <callboard@example.com>", (value) =>
      /^(?:[^\p{Cc}<>]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/u.test(value),
    ),
    "Callboard <callboard@localhost>",
  ),
  PUBLIC_URL: z.optional(
    textSetting("an address without anything behind the host, such as https://callboard.example", isOrigin),
  ),
  /** The key that signs and encrypts stored data. Without it, one is created in the data folder. */
  SECRET_KEY: z.optional(textSetting("at least 32 characters", (value) => value.length >= 32)),
  STRIPE_SECRET_KEY: z.optional(
    textSetting("a key of Stripe’s: sk_live_… or sk_test_…", (value) => /^[rs]k_(?:live|test)_\w+$/.test(value)),
  ),
  STRIPE_WEBHOOK_SECRET: z.optional(
    textSetting("a signing secret of Stripe’s: whsec_…", (value) => /^whsec_\S+$/.test(value)),
  ),
  /** The address of a simulator that is called instead of Stripe. */
  STRIPE_API_URL: z.optional(textSetting("the http(s):// address of a simulator", isOrigin)),
  TWILIO_ACCOUNT_SID: z.optional(
    textSetting("an account’s id at Twilio: AC and 32 digits or letters a to f", (value) =>
      /^AC[\da-f]{32}$/i.test(value),
    ),
  ),
  TWILIO_AUTH_TOKEN: z.optional(textSetting("a token without spaces", (value) => /^\S+$/.test(value))),
  /** The address of a simulator that is called instead of Twilio. */
  TWILIO_API_URL: z.optional(textSetting("the http(s):// address of a simulator", isOrigin)),
  /** Where agents’ SIP phones are registered; without it they are rung as Twilio clients. */
  TWILIO_SIP_DOMAIN: z.optional(textSetting("the name of a SIP domain, such as callboard.sip.twilio.com", isHost)),
  LOG_LEVEL: z._default(
    z.enum(["silent", "error", "warn", "info", "debug"], "silent, error, warn, info or debug"),
    "info",
  ),
});

/** The names of all settings. */
export const SETTINGS = Object.keys(schema.shape);

export interface Env extends z.infer<typeof schema> {
  /** Demo features: known passwords and a movable clock. Without DATABASE_URL by default, with it only if DEMO=1. */
  demo: boolean;
  /** DATABASE_URL with an absolute path, or the file in the data folder. */
  databaseUrl: string;
  /** The public address, without a trailing slash. */
  publicUrl: string;
}

export type Variables = Record<string, string | undefined>;

/** The only access to the environment. */
export const processVariables = (): Variables => process.env;

/** Reads the settings. Throws one sentence for each invalid variable. */
export function readEnv(variables: Variables = processVariables()): Env {
  const empty = SETTINGS.filter((name) => variables[name] === "");
  if (empty.length > 0)
    throw new Error(empty.map((name) => `${name} is set but empty: give it a value or remove it.`).join("\n"));
  const parsed = schema.safeParse(variables);
  if (!parsed.success)
    throw new Error(parsed.error.issues.map(({ path, message }) => `${path.join(".")} must be ${message}.`).join("\n"));
  const env = parsed.data;
  const { DATABASE_URL: url, HOST: host } = env;
  if ((env.STRIPE_SECRET_KEY === undefined) !== (env.STRIPE_WEBHOOK_SECRET === undefined))
    throw new Error("STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET belong together: set both or neither.");
  if ((env.TWILIO_ACCOUNT_SID === undefined) !== (env.TWILIO_AUTH_TOKEN === undefined))
    throw new Error("TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN belong together: set both or neither.");
  return {
    ...env,
    demo: env.DEMO === "1" || (url === undefined && env.DEMO !== "0"),
    databaseUrl: url?.startsWith("file:")
      ? `file:${resolve(PROJECT, sliceCode(url, "file:".length))}`
      : (url ?? `file:${resolve(env.DATA_DIR, "callboard.db")}`),
    publicUrl: (env.PUBLIC_URL ?? `http://${isIP(host) === 6 ? `[${host}]` : host}:${env.PORT}`).replace(/\/$/, ""),
  };
}
