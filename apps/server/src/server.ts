import { AtOnce } from "./atOnce.ts";
import { Clock } from "./clock.ts";
import { openDatabase } from "./openDatabase.ts";
import { Feed } from "./feed.ts";
import { tellInactive, tellMoney } from "./inactive.ts";
import type { SendingLimits } from "./mail/sendings.ts";
import { portsOf, type WorldSettings } from "./ports.ts";
import { Readers } from "./reading/readers.ts";
import { Press } from "./statements/paper/press.ts";
import { Doorkeeper } from "./rooms/access/doorkeeper.ts";
import { limits } from "./rooms/access/limits.ts";
import { tellProgress } from "./runs/progress.ts";
import { sealWith } from "./seal.ts";
import { bringUpToDate } from "./upToDate.ts";
import { LONG_FROM } from "./scope.ts";
import type { World } from "./world.ts";

export interface Given extends Omit<WorldSettings, "env"> {
  wall: () => number;
  newId: () => string;
  demoKey?: string | undefined;
  /** How many wrong passwords somebody has before they must wait. */
  tries?: number | undefined;
  sendings?: SendingLimits | undefined;
}

const WATCH_MS = 150;
const STREAMS_EVERY_MS = 10_000;

/** Opens the database, brings it up to date and puts the parts together. Nothing listens yet. */
export async function openWorld(
  env: WorldSettings["env"],
  { wall, newId, demoKey = newId(), tries, sendings, ...given }: Given,
): Promise<{ world: World; close: () => Promise<void> }> {
  const seal = sealWith(given.secret);
  const db = openDatabase(env.databaseUrl, env.DATABASE_TOKEN, given.patience, seal);
  const sealed = await bringUpToDate(db, seal, wall);
  const clock = new Clock(db, wall);
  await clock.load();
  const feed = new Feed(db);
  await feed.start();
  const settings: WorldSettings = { env: settingsIn(env), ...given };
  const readers = new Readers(settings);
  const world: World = {
    ...portsOf(settings, { db, now: clock.now, wall }),
    db,
    feed,
    now: clock.now,
    newId,
    clock,
    door: new Doorkeeper(db, feed),
    limits: limits({ db, now: clock.now, tries, sendings }),
    atOnce: new AtOnce(),
    press: new Press(),
    readers,
    demoKey,
    longFrom: LONG_FROM,
  };
  if (sealed > 0) world.log.warn({ sealed }, SEALED_FIRST);
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
      await readers.close();
      world.mailer.close();
      await db.close();
    },
  };
}

const SEALED_FIRST =
  "so many accounts and ways in were sealed for the first time, as they are: unless this start is an update's, somebody took their seals away";

/** A thread is handed what it needs of the settings and nothing beside. */
const settingsIn = (env: WorldSettings["env"]): WorldSettings["env"] => ({
  databaseUrl: env.databaseUrl,
  DATABASE_TOKEN: env.DATABASE_TOKEN,
  SMTP_URL: env.SMTP_URL,
  MAIL_FROM: env.MAIL_FROM,
  LOG_LEVEL: env.LOG_LEVEL,
  demo: env.demo,
  STRIPE_SECRET_KEY: env.STRIPE_SECRET_KEY,
  STRIPE_WEBHOOK_SECRET: env.STRIPE_WEBHOOK_SECRET,
  STRIPE_API_URL: env.STRIPE_API_URL,
});

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
