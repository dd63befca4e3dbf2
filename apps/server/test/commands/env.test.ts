import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { PROJECT, readEnv, SETTINGS } from "../../src/env.ts";
import { readServerSettings } from "../../src/start/checkSettings.ts";

const messageOf = (read: () => unknown): string => {
  try {
    read();
  } catch (error) {
    return (error as Error).message;
  }
  return "";
};
const DATABASE = "file:/var/lib/callboard/callboard.db";
const LIVE = { STRIPE_SECRET_KEY: "sk_live_abc", STRIPE_WEBHOOK_SECRET: "whsec_abc", SANDBOX: "numbers" };
const ANYWHERE = { PUBLIC_URL: "https://callboard.example" };
const TWILIO = { TWILIO_ACCOUNT_SID: `AC${"a1".repeat(16)}`, TWILIO_AUTH_TOKEN: "a-token" };

test("without any setting it is a demo on this machine only, in the project's own folder", () => {
  expect(readServerSettings({})).toMatchObject({
    PORT: 8787,
    HOST: "127.0.0.1",
    demo: true,
    DATA_DIR: resolve(PROJECT, ".data"),
    databaseUrl: `file:${resolve(PROJECT, ".data/callboard.db")}`,
    publicUrl: "http://127.0.0.1:8787",
    SANDBOX: [],
  });
});

test("relative paths start at the project, wherever it is called from; an address loses its trailing slash", () => {
  expect(readEnv({ DATA_DIR: "elsewhere" }).DATA_DIR).toBe(resolve(PROJECT, "elsewhere"));
  expect(readEnv({ DATABASE_URL: "file:mine.db" }).databaseUrl).toBe(`file:${resolve(PROJECT, "mine.db")}`);
  expect(readEnv({ DATABASE_URL: DATABASE }).databaseUrl).toBe(DATABASE);
  expect(readEnv({ PUBLIC_URL: "https://callboard.example/" }).publicUrl).toBe("https://callboard.example");
  expect(readEnv({ HOST: "::1" }).publicUrl).toBe("http://[::1]:8787");
});

/** Every variable with values that it refuses. A new variable needs a row here. */
const INVALID: Record<string, readonly string[]> = {
  PORT: ["http", "0", "-1", "65536", "87.87", " 8787", "1e3", "0x50"],
  HOST: ["127.0.0.1:80", "http://here", "-here", "a b", "here.", "[::1]"],
  CARD_PAGE_PORT: ["x", "99999"],
  DATABASE_URL: ["callboard.db", "file:", "postgres://db/x", "http://", "libsql:", "file:x?mode=ro", "sqlite:x"],
  DATABASE_TOKEN: ["two words", "line\nline"],
  DATA_DIR: ["a\0b"],
  DEMO: ["yes", "true", "2", " 1"],
  SANDBOX: ["all", "cards numbers", "cards;numbers", "card"],
  TRUST_PROXY: [
    "proxy.example",
    "10.0.0.0/33",
    "10.0.0.0/0",
    "::/0",
    "0.0.0.0/1,128.0.0.0/1",
    "::/1",
    "::/80",
    "::ffff:0:0/96",
    "::ffff:0.0.0.0/97",
    "0:0:0:1::/63",
    "10.0.0.0/7",
    "10.0.0.1;10.0.0.2",
    "10.0.0.1,",
    "10.0.0",
  ],
  SMTP_URL: ["mail.example", "http://mail.example", "smtp://"],
  MAIL_FROM: ["Callboard", "<>", "a@b@c", "Callboard <a@b> x", "Call\nboard <a@b>", "a b@c"],
  PUBLIC_URL: ["callboard.example", "ftp://x", "https://x/path", "https://x?y", "https://x#y", "https://me:it@x"],
  SECRET_KEY: ["short", "x".repeat(31)],
  STRIPE_SECRET_KEY: ["pk_live_abc", "sk_abc", "whsec_abc"],
  STRIPE_WEBHOOK_SECRET: ["sk_live_abc", "whsec"],
  STRIPE_API_URL: ["stripe", "ws://x"],
  TWILIO_ACCOUNT_SID: ["AC123", "SK" + "a".repeat(32), "AC" + "g".repeat(32)],
  TWILIO_AUTH_TOKEN: ["two words"],
  TWILIO_API_URL: ["twilio", "https://api.example/path"],
  TWILIO_SIP_DOMAIN: ["a b", "sip:example.com"],
  LOG_LEVEL: ["loud", "INFO", "trace"],
};

describe("an invalid setting", () => {
  test.each(Object.entries(INVALID))("%s is named with the values that it accepts", (name, values) => {
    for (const value of values)
      expect([value, messageOf(() => readEnv({ [name]: value }))]).toEqual([
        value,
        expect.stringMatching(`^${name} must be .+\\.$`),
      ]);
    expect(messageOf(() => readEnv({ [name]: "" }))).toBe(`${name} is set but empty: give it a value or remove it.`);
  });

  test("is checked for every existing setting", () => {
    expect(Object.keys(INVALID).toSorted()).toEqual(SETTINGS.toSorted());
  });

  test("is reported together with all others", () => {
    expect(messageOf(() => readEnv({ PORT: "x", LOG_LEVEL: "loud" })).split("\n")).toHaveLength(2);
  });
});

describe("a start that is refused", () => {
  test.each([
    [
      "a misspelled DATABASE_URL",
      { DATABSE_URL: DATABASE },
      /DATABSE_URL isn’t a setting: did you mean DATABASE_URL\?/,
    ],
    ["transposed letters", { DATABASE_ULR: DATABASE }, /did you mean DATABASE_URL\?/],
    ["a similar name", { DATABASE_URI: DATABASE }, /did you mean DATABASE_URL\?/],
    ["lower case", { database_url: DATABASE }, /did you mean DATABASE_URL\?/],
    ["a misspelled SECRET_KEY", { DATABASE_URL: DATABASE, ...LIVE, SECERT_KEY: "x" }, /did you mean SECRET_KEY\?/],
    ["a misspelled DATA_DIR", { DATADIR: "x" }, /did you mean DATA_DIR\?/],
    ["a demo for other machines", { HOST: "0.0.0.0" }, /HOST=0\.0\.0\.0 would open a demo, whose passwords are known/],
    ["a demo on the network", { HOST: "192.168.1.5", DEMO: "1" }, /HOST=192\.168\.1\.5 would open a demo/],
    ["a demo on a name", { HOST: "callboard.example", DEMO: "1", DATABASE_URL: DATABASE }, /would open a demo/],
    [
      "a demo for others by name",
      { DEMO: "1", PUBLIC_URL: "https://x.example" },
      /^PUBLIC_URL=https:\/\/x\.example would/,
    ],
    ["a demo with live cards", { DEMO: "1", DATABASE_URL: DATABASE, ...LIVE }, /^STRIPE_SECRET_KEY is a live key/],
    ["a mail server without a database", { SMTP_URL: "smtp://mail" }, /SMTP_URL is set, but not DATABASE_URL/],
    ["production without a database", { NODE_ENV: "production" }, /NODE_ENV=production is set, but not DATABASE_URL/],
    [
      "two missing settings",
      { SECRET_KEY: "x".repeat(32), PUBLIC_URL: "https://x" },
      /^SECRET_KEY and PUBLIC_URL are set/,
    ],
    ["neither demo nor database", { DEMO: "0", SANDBOX: "cards,numbers" }, /^DEMO=0 needs a database of its own/],
    [
      "test cards",
      { DATABASE_URL: DATABASE, SANDBOX: "numbers" },
      /^No payment provider is set.*STRIPE_SECRET_KEY and/,
    ],
    [
      "a test key",
      { DATABASE_URL: DATABASE, ...LIVE, STRIPE_SECRET_KEY: "sk_test_x" },
      /^STRIPE_SECRET_KEY is a test key/,
    ],
    [
      "a simulated provider",
      { DATABASE_URL: DATABASE, ...LIVE, STRIPE_API_URL: "http://localhost:12111" },
      /^STRIPE_API_URL replaces Stripe/,
    ],
    [
      "numbers that don't really exist",
      { DATABASE_URL: DATABASE, ...LIVE, SANDBOX: "cards" },
      /^No phone platform is set.*set TWILIO_ACCOUNT_SID.*or SANDBOX=numbers to run with it anyway\.$/m,
    ],
    [
      "Twilio that can't reach this server",
      { DATABASE_URL: DATABASE, ...LIVE, ...TWILIO },
      /^Twilio asks this server about each call.*set PUBLIC_URL/,
    ],
    [
      "a simulated phone platform",
      {
        DATABASE_URL: DATABASE,
        ...LIVE,
        ...TWILIO,
        ...ANYWHERE,
        SANDBOX: "cards",
        TWILIO_API_URL: "http://localhost:4000",
      },
      /^TWILIO_API_URL replaces Twilio/,
    ],
    ["a demo with Twilio itself", { DEMO: "1", ...TWILIO }, /^TWILIO_AUTH_TOKEN is set, and in a demo/],
    ["half of Twilio", { TWILIO_AUTH_TOKEN: "a-token" }, /^TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN belong together/],
    ["the other half", { TWILIO_ACCOUNT_SID: TWILIO.TWILIO_ACCOUNT_SID }, /set both or neither\.$/],
    [
      "no public name",
      { DATABASE_URL: DATABASE, ...LIVE, HOST: "::" },
      /^HOST=:: says where to listen.*set PUBLIC_URL/,
    ],
    [
      "a token for a file",
      { DATABASE_URL: DATABASE, ...LIVE, DATABASE_TOKEN: "x" },
      /^DATABASE_TOKEN is for a libSQL server/,
    ],
  ])("%s", (_what, settings, sentence) => {
    expect(messageOf(() => readServerSettings(settings))).toMatch(sentence);
    for (const line of messageOf(() => readServerSettings(settings)).split("\n")) expect(line).toMatch(/[.?]$/);
  });

  test.each(["0", "0.0", "0x0", "::0", "0:0:0:0:0:0:0:0", "::ffff:0.0.0.0", "::ffff:0:0"])(
    "the wildcard address in any notation: %s",
    (HOST) => {
      expect(messageOf(() => readServerSettings({ DATABASE_URL: DATABASE, ...LIVE, HOST }))).toMatch(
        /says where to listen/,
      );
    },
  );

  test.each([
    ["an intended demo", { DEMO: "1", SMTP_URL: "smtp://mail", HOST: "localhost" }],
    ["a demo by another name of this machine", { DEMO: "1", PUBLIC_URL: "http://[::1]:9000", HOST: "127.1" }],
    ["a demo with cards for tests", { DEMO: "1", STRIPE_SECRET_KEY: "sk_test_x", STRIPE_WEBHOOK_SECRET: "whsec_x" }],
    [
      "trusted proxies",
      { DATABASE_URL: DATABASE, ...LIVE, TRUST_PROXY: "10.0.0.0/8,::ffff:10.0.0.0/104,fd00::/16,::1" },
    ],
    ["a demo in a configured database", { DEMO: "1", DATABASE_URL: DATABASE }],
    ["production", { DATABASE_URL: DATABASE, ...LIVE, NODE_ENV: "production" }],
    [
      "production on every address",
      { DATABASE_URL: DATABASE, ...LIVE, HOST: "0.0.0.0", PUBLIC_URL: "https://x.example" },
    ],
    ["production with Twilio", { DATABASE_URL: DATABASE, ...LIVE, ...TWILIO, ...ANYWHERE, SANDBOX: "cards" }],
    ["a demo with a simulated Twilio", { DEMO: "1", ...TWILIO, TWILIO_API_URL: "http://localhost:4000" }],
    ["production with explicit test cards", { DATABASE_URL: DATABASE, SANDBOX: "cards,numbers" }],
    [
      "unrelated variables",
      { HOSTNAME: "x", PORTS: "1", HOME: "/root", PWD: "/", LOGNAME: "me", SECRET: "x", MAIL: "x" },
    ],
  ])("isn't refused: %s", (_what, settings) => {
    expect(messageOf(() => readServerSettings(settings))).toBe("");
  });
});
