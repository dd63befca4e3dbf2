import { ConcurrencyLimits } from "../auth/concurrencyLimits.ts";
import { Clock } from "../store/clock.ts";
import { openDatabase } from "../store/database/open.ts";
import { Feed } from "../feed/feed.ts";
import { notifyInactive, notifyExternalPostings } from "../feed/serviceEvents.ts";
import type { SendLimits } from "../integrations/mail/sendLimits.ts";
import { createPorts, type ServiceSettings } from "../integrations/ports.ts";
import { callsNoted } from "../features/calls/noteCalls.ts";
import { registerHandlers } from "./registries.ts";
import { ReaderThreads } from "./reader-threads/readerThreads.ts";
import { createPdfRenderer } from "../features/statements/pdf/createRenderer.ts";
import { SessionCache } from "../auth/sessionCache.ts";
import { createThrottle } from "../auth/throttle.ts";
import { notifyRemoteProgress } from "../runs/remoteProgress.ts";
import { sealWith } from "../store/seals/seal.ts";
import { bringUpToDate } from "../store/migrations/bringUpToDate.ts";
import { RUN_THRESHOLD } from "../store/scope.ts";
import type { Services } from "../services.ts";

/** What a server needs besides its settings. */
export interface ServerOptions extends Omit<ServiceSettings, "env"> {
  /** Real time, also in a demo whose clock was moved. */
  wallClock: () => number;
  newId: () => string;
  demoKey?: string | undefined;
  /** How many wrong passwords somebody may enter before having to wait; other throttles scale with it. */
  freeAttempts?: number | undefined;
  sendLimits?: SendLimits | undefined;
}

/** How often to check whether another process has written to the database. */
const POLL_MS = 150;
/** How often the streams of expired sessions are closed at least. */
const STREAM_CHECK_MS = 10_000;

/** Opens the database, upgrades it and creates the services. Nothing listens yet. */
export async function openServices(
  env: ServiceSettings["env"],
  { wallClock, newId, demoKey = newId(), freeAttempts, sendLimits, ...sharedSettings }: ServerOptions,
): Promise<{ services: Services; close: () => Promise<void> }> {
  registerHandlers();
  const seal = sealWith(sharedSettings.secret);
  const db = openDatabase(env.databaseUrl, env.DATABASE_TOKEN, sharedSettings.patience, seal);
  // The number of rows that had no seal yet.
  const sealed = await bringUpToDate(db, seal, wallClock);
  const clock = new Clock(db, wallClock);
  await clock.load();
  const feed = new Feed(db);
  await feed.start();
  const settings: ServiceSettings = { env: threadSettings(env), ...sharedSettings };
  const readerThreads = new ReaderThreads(settings);
  const services: Services = {
    ...createPorts(settings, { db, now: clock.now, wall: wallClock }),
    db,
    feed,
    now: clock.now,
    newId,
    clock,
    sessions: new SessionCache(db, feed),
    throttle: createThrottle({ db, now: clock.now, free: freeAttempts, sendLimits }),
    concurrency: new ConcurrencyLimits(),
    pdf: createPdfRenderer(),
    readerThreads,
    demoKey,
    runThreshold: RUN_THRESHOLD,
  };
  if (sealed > 0) services.log.warn({ sealed }, FIRST_SEAL_WARNING);
  const stopWatching = watchExternalWrites(services);
  const stopNotifying = notifyInactive(db, feed, (error) =>
    services.log.warn({ err: error }, "notifying inactive accounts failed"),
  );
  return {
    services,
    close: async () => {
      await stopWatching();
      await stopNotifying();
      await callsNoted(db);
      await services.pdf.close();
      await readerThreads.close();
      services.mailer.close();
      await db.close();
    },
  };
}

const FIRST_SEAL_WARNING =
  "accounts, people, sessions, mailed links and API keys were sealed for the first time, as they are: unless this start is an upgrade, somebody removed their seals";

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
  TWILIO_ACCOUNT_SID: env.TWILIO_ACCOUNT_SID,
  TWILIO_AUTH_TOKEN: env.TWILIO_AUTH_TOKEN,
  TWILIO_API_URL: env.TWILIO_API_URL,
  TWILIO_SIP_DOMAIN: env.TWILIO_SIP_DOMAIN,
});

/** Other processes may write to the same database: then caches are dropped and screens are notified. */
function watchExternalWrites({ db, feed, sessions, log, now, clock, demo }: Services): () => Promise<void> {
  let stopped = false;
  let timer: NodeJS.Timeout;
  let streamsCheckedAt = performance.now();
  let running: Promise<void> = Promise.resolve();
  const notifyProgress = notifyRemoteProgress(db, feed);
  const notifyPostings = notifyExternalPostings(db, feed);
  const check = async () => {
    try {
      const hasExternalWrites = await db.hasExternalWrites();
      if (hasExternalWrites) {
        sessions.clear();
        if (demo && (await clock.load())) feed.notifyAll();
        await feed.catchUp();
        await notifyProgress();
        await notifyPostings();
      }
      if (hasExternalWrites || performance.now() - streamsCheckedAt > STREAM_CHECK_MS) {
        streamsCheckedAt = performance.now();
        await sessions.endExpiredStreams(now());
      }
    } catch (error) {
      log.warn({ err: error }, "checking for other writers failed");
    }
    if (!stopped) timer = setTimeout(() => (running = check()), POLL_MS);
  };
  running = check();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await running;
  };
}
