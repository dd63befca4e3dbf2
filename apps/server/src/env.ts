import { resolve } from "node:path";
import * as z from "zod/mini";

const schema = z.object({
  PORT: z._default(z.coerce.number().check(z.int(), z.minimum(0), z.maximum(65535)), 8787),
  HOST: z._default(z.string(), "127.0.0.1"),
  /** Where the sandbox's card page listens; another one where it is taken. */
  CARD_PAGE_PORT: z._default(z.coerce.number().check(z.int(), z.minimum(0), z.maximum(65535)), 8788),
  DATABASE_URL: z.optional(z.string()),
  DATABASE_TOKEN: z.optional(z.string()),
  DATA_DIR: z._default(z.string(), ".data"),
  DEMO: z.optional(z.enum(["0", "1"])),
  SMTP_URL: z.optional(z.url()),
  MAIL_FROM: z._default(z.string(), "Callboard <callboard@localhost>"),
  PUBLIC_URL: z.optional(z.url()),
  SECRET_KEY: z.optional(z.string().check(z.minLength(32))),
  STRIPE_SECRET_KEY: z.optional(z.string()),
  STRIPE_WEBHOOK_SECRET: z.optional(z.string()),
  /** A simulator in Stripe's place. */
  STRIPE_API_URL: z.optional(z.url()),
  LOG_LEVEL: z._default(z.enum(["silent", "error", "warn", "info", "debug"]), "info"),
});

export interface Env extends z.infer<typeof schema> {
  /** Demo powers: known passwords and a clock that can be moved. Never beside a database named by hand unless asked for. */
  demo: boolean;
  databaseUrl: string;
}

/** The one place that reads the environment. Throws one sentence that names the variable. */
export function readEnv(from: Record<string, string | undefined> = process.env): Env {
  const read = schema.safeParse(Object.fromEntries(Object.entries(from).filter(([, value]) => value !== "")));
  if (!read.success) {
    const names = read.error.issues.map((issue) => issue.path.join(".")).join(", ");
    throw new Error(`These settings are not as they should be: ${names}. See “Settings” in the README.`);
  }
  const env = read.data;
  if ((env.STRIPE_SECRET_KEY === undefined) !== (env.STRIPE_WEBHOOK_SECRET === undefined))
    throw new Error("STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET belong together: set both, or none of them.");
  return {
    ...env,
    demo: env.DEMO === "1" || (env.DATABASE_URL === undefined && env.DEMO !== "0"),
    databaseUrl: env.DATABASE_URL ?? `file:${resolve(env.DATA_DIR, "callboard.db")}`,
  };
}
