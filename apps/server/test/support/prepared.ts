import { startInstant } from "./instants.ts";
import type { DemoAccount } from "../../src/features/demo/people.ts";

/** What the prepared database holds, beside the file itself. */
export interface Prepared {
  file: string;
  accounts: Record<DemoAccount, string>;
  /** Person and session by mail address. */
  people: Record<string, string>;
  sessions: Record<string, string>;
  /** `northwind/Lunch` and the like. */
  statuses: Record<string, string>;
  /** For each account a key for phones only, and for Northwind one that may do all that keys may. */
  keys: { northwind: string; parkside: string; mason: string; all: string };
}

declare module "vitest" {
  export interface ProvidedContext {
    prepared: Prepared;
  }
}

/** A Tuesday afternoon in London, a working morning in New York: the instant at which every test begins. */
export const START = startInstant(Date.UTC(2026, 2, 17, 15, 0));
/** What whoever starts a demo knows of it. */
export const DEMO_KEY = "the key of a demo for tests";
export const SECRET = "a secret for tests, longer than thirty-two letters";

export const envFor = (databaseUrl: string, smtpUrl?: string) => ({
  databaseUrl,
  DATABASE_TOKEN: undefined,
  SMTP_URL: smtpUrl,
  MAIL_FROM: "Callboard <callboard@localhost>",
  LOG_LEVEL: "silent" as const,
  demo: true,
});
