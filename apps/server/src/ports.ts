import { pino } from "pino";
import { Sandbox } from "./carrier/sandbox.ts";
import type { Database } from "./db.ts";
import type { Env } from "./env.ts";
import { mailerOf } from "./mail/mailer.ts";
import { type PaymentSettings, providerOf } from "./payments/provider.ts";
import type { Patience } from "./remoteBatch.ts";
import { sealWith } from "./seal.ts";
import type { World } from "./world.ts";

/** What a world is made from and a thread can be handed. */
export interface WorldSettings {
  env: Pick<Env, "databaseUrl" | "DATABASE_TOKEN" | "SMTP_URL" | "MAIL_FROM" | "LOG_LEVEL" | "demo"> & PaymentSettings;
  secret: string;
  publicUrl: string;
  /** How long a remote database is waited for. */
  patience?: Patience | undefined;
}

interface Ground {
  db: Database;
  now: () => number;
  wall: () => number;
}

/** The parts of a world that stand between it and the outside. */
export function portsOf(
  { env, secret, publicUrl }: WorldSettings,
  { db, now, wall }: Ground,
): Pick<World, "log" | "mailer" | "seal" | "carrier" | "payments" | "demo" | "publicUrl"> {
  const seal = sealWith(secret);
  return {
    log: pino({ level: env.LOG_LEVEL, redact: ["req.headers.authorization", "req.headers.cookie"] }),
    mailer: mailerOf(env.SMTP_URL, env.MAIL_FROM),
    seal,
    carrier: new Sandbox(db),
    payments: providerOf(env, { db, secret: seal.sign("sandbox payments"), now, wall, publicUrl }),
    demo: env.demo,
    publicUrl,
  };
}
