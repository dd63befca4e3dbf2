import { Clock } from "../../store/clock.ts";
import type { Database } from "../../store/database/port.ts";
import { Feed } from "../../feed/feed.ts";
import { openDatabase } from "../../store/database/open.ts";
import { createPorts, type ServiceSettings } from "../../integrations/ports.ts";
import { randomId } from "../../store/randomId.ts";
import { SessionCache } from "../../auth/sessionCache.ts";
import { createThrottle } from "../../auth/throttle.ts";
import { ConcurrencyLimits } from "../../auth/concurrencyLimits.ts";
import { sealWith } from "../../store/seals/seal.ts";
import { createPdfRenderer } from "../../features/statements/pdf/createRenderer.ts";
import { RUN_THRESHOLD } from "../../store/scope.ts";
import type { Services } from "../../services.ts";

export interface ThreadServices {
  /** The services for one request, in which it is always `now`. */
  servicesAt: (now: number) => Services;
  /** Waits for the running query. */
  close: () => Promise<void>;
}

/** A reader thread's services: one set per request and instant, on the thread's own connections. */
export function threadServices(settings: ServiceSettings): ThreadServices {
  const { databaseUrl, DATABASE_TOKEN } = settings.env;
  const seal = sealWith(settings.secret);
  const db = readOnly(openDatabase(databaseUrl, DATABASE_TOKEN, settings.patience, seal));
  // The instant of the latest request, for the services that all requests share.
  let latestInstant = 0;
  const ports = createPorts(settings, { db, now: () => latestInstant, wall: () => latestInstant });
  const pdf = createPdfRenderer();
  const servicesAt = (at: number): Services => {
    latestInstant = at;
    const now = () => at;
    const feed = new Feed(db);
    return {
      ...ports,
      db,
      feed,
      now,
      newId: () => randomId(at),
      clock: new Clock(db, now),
      sessions: new UncachedSessions(db, feed),
      throttle: createThrottle({ db, now }),
      concurrency: new ConcurrencyLimits(),
      pdf,
      readerThreads: null,
      demoKey: randomId(at),
      runThreshold: RUN_THRESHOLD,
    };
  };
  return { servicesAt, close: () => db.close() };
}

/** This thread isn't notified when somebody loses access, so it checks every caller again. */
class UncachedSessions extends SessionCache {
  override caller(secret: string, now: number): ReturnType<SessionCache["caller"]> {
    this.clear();
    return super.caller(secret, now);
  }
}

const readOnly = (db: Database): Database => ({ ...db, write: failReadOnly, runScript: failReadOnly });

async function failReadOnly(): Promise<never> {
  throw new Error("A reader thread cannot write.");
}
