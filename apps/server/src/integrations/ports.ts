import { pino } from "pino";
import { type CarrierSettings, chooseCarrier } from "./carrier/chooseCarrier.ts";
import type { Database } from "../store/database/port.ts";
import type { Env } from "../env.ts";
import { createMailer } from "./mail/mailer.ts";
import { type PaymentSettings, chooseProvider } from "./payments/chooseProvider.ts";
import type { RemoteTimeouts } from "../store/database/remoteBatch.ts";
import { sealWith } from "../store/seals/seal.ts";
import type { Services } from "../services.ts";

/** The settings that services are created from, in the server and in its threads. */
export interface ServiceSettings {
  env: Pick<Env, "databaseUrl" | "DATABASE_TOKEN" | "SMTP_URL" | "MAIL_FROM" | "LOG_LEVEL" | "demo"> &
    PaymentSettings &
    CarrierSettings;
  secret: string;
  publicUrl: string;
  /** The timeouts of a remote database; only tests set them. */
  patience?: RemoteTimeouts | undefined;
}

interface PortDependencies {
  db: Database;
  /** The product's time. */
  now: () => number;
  /** Real time, also in a demo whose clock was moved. */
  wall: () => number;
}

/** Creates the adapters to the outside: log, mail server, phone platform and card provider. */
export function createPorts(
  { env, secret, publicUrl }: ServiceSettings,
  { db, now, wall }: PortDependencies,
): Pick<Services, "log" | "mailer" | "seal" | "carrier" | "payments" | "demo" | "publicUrl"> {
  const seal = sealWith(secret);
  return {
    log: pino({ level: env.LOG_LEVEL, redact: ["req.headers.authorization", "req.headers.cookie"] }),
    mailer: createMailer(env.SMTP_URL, env.MAIL_FROM),
    seal,
    carrier: chooseCarrier(env, { db, wall, publicUrl }),
    payments: chooseProvider(env, { db, secret: seal.sign("sandbox payments"), now, wall, publicUrl }),
    demo: env.demo,
    publicUrl,
  };
}
