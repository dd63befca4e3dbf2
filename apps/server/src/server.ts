import { pino } from "pino";
import { Sandbox } from "./carrier/sandbox.ts";
import { Clock } from "./clock.ts";
import { openDatabase } from "./openDatabase.ts";
import type { Env } from "./env.ts";
import type { Patience } from "./remoteBatch.ts";
import { Feed } from "./feed.ts";
import { tellInactive, tellMoney } from "./inactive.ts";
import { mailerOf } from "./mail/mailer.ts";
import { Press } from "./statements/paper/press.ts";
import { type PaymentSettings, providerOf } from "./payments/provider.ts";
import { Doorkeeper } from "./rooms/access/doorkeeper.ts";
import { limits } from "./rooms/access/limits.ts";
import { tellProgress } from "./runs/progress.ts";
import { sealWith } from "./seal.ts";
import { bringUpToDate } from "./upToDate.ts";
import type { World } from "./world.ts";

export interface Given {
  wall: () => number;
  newId: () => string;
  secret: string;
  publicUrl: string;
  demoKey?: string | undefined;
  /** How many wrong passwords in five minutes. */
  tries?: number | undefined;
  /** How long a remote database is waited for. */
  patience?: Patience | undefined;
}

const WATCH_MS = 150;
const STREAMS_EVERY_MS = 10_000;

/** Opens the database, brings it up to date and puts the parts together. Nothing listens yet. */
export async function openWorld(
  env: Pick<Env, "databaseUrl" | "DATABASE_TOKEN" | "SMTP_URL" | "MAIL_FROM" | "LOG_LEVEL" | "demo"> & PaymentSettings,
  given: Given,
): Promise<{ world: World; close: () => Promise<void> }> {
  const db = openDatabase(env.databaseUrl, env.DATABASE_TOKEN, given.patience);
  await bringUpToDate(db, given.wall);
  const clock = new Clock(db, given.wall);
  await clock.load();
  const feed = new Feed(db);
  await feed.start();
  const door = new Doorkeeper(db, feed);
  const log = pino({ level: env.LOG_LEVEL, redact: ["req.headers.authorization", "req.headers.cookie"] });
  const mailer = mailerOf(env.SMTP_URL, env.MAIL_FROM);
  const seal = sealWith(given.secret);
  const world: World = {
    db,
    feed,
    now: clock.now,
    newId: given.newId,
    clock,
    door,
    limits: limits(given.tries),
    mailer,
    carrier: new Sandbox(db),
    payments: providerOf(env, {
      db,
      secret: seal.sign("sandbox payments"),
      now: clock.now,
      wall: given.wall,
      publicUrl: given.publicUrl,
    }),
    press: new Press(),
    seal,
    log,
    demo: env.demo,
    demoKey: given.demoKey ?? given.newId(),
    publicUrl: given.publicUrl,
  };
  const stopWatching = watch(world);
  const stopTelling = tellInactive(db, feed, (error) =>
    world.log.warn({ err: error }, "could not tell who is inactive"),
  );
  return {
    world,
    close: async () => {
      await stopWatching();
      await stopTelling();
      await world.press.close();
      mailer.close();
      await db.close();
    },
  };
}

/** Other processes may write the same database: then nothing kept in memory is trusted, and the screens are told. */
function watch({ db, feed, door, log, now, clock, demo }: World): () => Promise<void> {
  let stopped = false;
  let timer: NodeJS.Timeout;
  let streamsAt = performance.now();
  let running: Promise<void> = Promise.resolve();
  const progress = tellProgress(db, feed);
  const money = tellMoney(db, feed);
  const look = async () => {
    try {
      const elsewhere = await db.writtenElsewhere();
      if (elsewhere) {
        door.forgetAll();
        if (demo && (await clock.load())) feed.tellAll();
        await feed.catchUp();
        await progress();
        await money();
      }
      if (elsewhere || performance.now() - streamsAt > STREAMS_EVERY_MS) {
        streamsAt = performance.now();
        await door.endGoneStreams(now());
      }
    } catch (error) {
      log.warn({ err: error }, "could not look for other writers");
    }
    if (!stopped) timer = setTimeout(() => (running = look()), WATCH_MS);
  };
  running = look();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await running;
  };
}
