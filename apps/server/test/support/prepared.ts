import { startInstant } from "./instants.ts";
import type { DemoAccount } from "../../src/features/demo/people.ts";

/** The contents of the prepared database. */
export interface Prepared {
  file: string;
  accounts: Record<DemoAccount, string>;
  /** Person and session by mail address. */
  people: Record<string, string>;
  sessions: Record<string, string>;
  /** By account and name, such as `northwind/Lunch`. */
  statuses: Record<string, string>;
  /** A key for phone events for each account, and one for Northwind with all permissions that keys can have. */
  keys: { northwind: string; parkside: string; mason: string; all: string };
}

declare module "vitest" {
  export interface ProvidedContext {
    prepared: Prepared;
  }
}

/** A Tuesday afternoon in London and morning in New York: the instant at which every test begins. */
export const START = startInstant(Date.UTC(2026, 2, 17, 15, 0));
/** The key that whoever starts a demo gets. */
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
