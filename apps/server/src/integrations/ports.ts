import { pino } from "pino";
import { SandboxCarrier } from "./carrier/sandbox/sandbox.ts";
import type { Database } from "../store/database/port.ts";
import type { Env } from "../env.ts";
import { createMailer } from "./mail/mailer.ts";
import { type PaymentSettings, chooseProvider } from "./payments/chooseProvider.ts";
import type { RemoteTimeouts } from "../store/database/remoteBatch.ts";
import { sealWith } from "../store/seals/seal.ts";
import type { Services } from "../services.ts";

/** The settings that services are created from, also in a thread. */
export interface ServiceSettings {
  env: Pick<Env, "databaseUrl" | "DATABASE_TOKEN" | "SMTP_URL" | "MAIL_FROM" | "LOG_LEVEL" | "demo"> & PaymentSettings;
  secret: string;
  publicUrl: string;
  /** The timeouts of a remote database. */
  patience?: RemoteTimeouts | undefined;
}

interface PortDependencies {
  db: Database;
  now: () => number;
  wall: () => number;
}

/** The services that connect to the outside. */
export function createPorts(
  { env, secret, publicUrl }: ServiceSettings,
  { db, now, wall }: PortDependencies,
): Pick<Services, "log" | "mailer" | "seal" | "carrier" | "payments" | "demo" | "publicUrl"> {
  const seal = sealWith(secret);
  return {
    log: pino({ level: env.LOG_LEVEL, redact: ["req.headers.authorization", "req.headers.cookie"] }),
    mailer: createMailer(env.SMTP_URL, env.MAIL_FROM),
    seal,
    carrier: new SandboxCarrier(db),
    payments: chooseProvider(env, { db, secret: seal.sign("sandbox payments"), now, wall, publicUrl }),
    demo: env.demo,
    publicUrl,
  };
}
