import { ConcurrencyLimits } from "../auth/concurrencyLimits.ts";
import { Clock } from "../store/clock.ts";
import { openDatabase } from "../store/database/open.ts";
import { Feed } from "../feed/feed.ts";
import { notifyInactive, notifyExternalPostings } from "../feed/serviceEvents.ts";
import type { SendLimits } from "../integrations/mail/sendLimits.ts";
import { createPorts, type ServiceSettings } from "../integrations/ports.ts";
import { registerHandlers } from "../http/registries.ts";
import { ReaderThreads } from "../http/reader-threads/readerThreads.ts";
import { createPdfRenderer } from "../features/statements/pdf/createRenderer.ts";
import { SessionCache } from "../auth/sessionCache.ts";
import { createThrottle } from "../auth/throttle.ts";
import { notifyRemoteProgress } from "../runs/remoteProgress.ts";
import { sealWith } from "../store/seals/seal.ts";
import { bringUpToDate } from "../store/migrations/bringUpToDate.ts";
import { RUN_THRESHOLD } from "../store/scope.ts";
import type { Services } from "../services.ts";

export interface ServerOptions extends Omit<ServiceSettings, "env"> {
  wall: () => number;
  newId: () => string;
  demoKey?: string | undefined;
  /** How many wrong passwords somebody has before they are throttled. */
  tries?: number | undefined;
  sendings?: SendLimits | undefined;
}

const POLL_MS = 150;
const STREAM_CHECK_MS = 10_000;

/** Opens the database, upgrades it and creates the services. Nothing listens yet. */
export async function openServices(
  env: ServiceSettings["env"],
  { wall, newId, demoKey = newId(), tries, sendings, ...given }: ServerOptions,
): Promise<{ world: Services; close: () => Promise<void> }> {
  registerHandlers();
  const seal = sealWith(given.secret);
  const db = openDatabase(env.databaseUrl, env.DATABASE_TOKEN, given.patience, seal);
  const sealed = await bringUpToDate(db, seal, wall);
  const clock = new Clock(db, wall);
  await clock.load();
  const feed = new Feed(db);
  await feed.start();
  const settings: ServiceSettings = { env: threadSettings(env), ...given };
  const readers = new ReaderThreads(settings);
  const services: Services = {
    ...createPorts(settings, { db, now: clock.now, wall }),
    db,
    feed,
    now: clock.now,
    newId,
    clock,
    door: new SessionCache(db, feed),
    limits: createThrottle({ db, now: clock.now, tries, sendings }),
    atOnce: new ConcurrencyLimits(),
    press: createPdfRenderer(),
    readers,
    demoKey,
    longFrom: RUN_THRESHOLD,
  };
  if (sealed > 0) services.log.warn({ sealed }, FIRST_SEAL_WARNING);
  const stopWatching = watchExternalWrites(services);
  const stopTelling = notifyInactive(db, feed, (error) =>
    services.log.warn({ err: error }, "notifying inactive accounts failed"),
  );
  return {
    world: services,
    close: async () => {
      await stopWatching();
      await stopTelling();
      await services.press.close();
      await readers.close();
      services.mailer.close();
      await db.close();
    },
  };
}

const FIRST_SEAL_WARNING =
  "accounts and access rows were sealed for the first time, as they are: unless this start is an upgrade, somebody removed their seals";

/** A thread gets only the settings that it needs. */
const threadSettings = (env: ServiceSettings["env"]): ServiceSettings["env"] => ({
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

/** Other processes may write to the same database: then caches are dropped and screens are notified. */
function watchExternalWrites({ db, feed, door, log, now, clock, demo }: Services): () => Promise<void> {
  let stopped = false;
  let timer: NodeJS.Timeout;
  let streamsAt = performance.now();
  let running: Promise<void> = Promise.resolve();
  const progress = notifyRemoteProgress(db, feed);
  const money = notifyExternalPostings(db, feed);
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
      if (elsewhere || performance.now() - streamsAt > STREAM_CHECK_MS) {
        streamsAt = performance.now();
        await door.endGoneStreams(now());
      }
    } catch (error) {
      log.warn({ err: error }, "checking for other writers failed");
    }
    if (!stopped) timer = setTimeout(() => (running = look()), POLL_MS);
  };
  running = look();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await running;
  };
}
