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
  servicesAt: (now: number) => Services;
  /** Waits for the query that is running. */
  close: () => Promise<void>;
}

/** The services of a reading thread, one set for each question and instant, on connections of the thread's own. */
export function threadServices(settings: ServiceSettings): ThreadServices {
  const { databaseUrl, DATABASE_TOKEN } = settings.env;
  const seal = sealWith(settings.secret);
  const db = readOnly(openDatabase(databaseUrl, DATABASE_TOKEN, settings.patience, seal));
  let latest = 0;
  const ports = createPorts(settings, { db, now: () => latest, wall: () => latest });
  const press = createPdfRenderer();
  const servicesAt = (at: number): Services => {
    latest = at;
    const now = () => at;
    const feed = new Feed(db);
    return {
      ...ports,
      db,
      feed,
      now,
      newId: () => randomId(at),
      clock: new Clock(db, now),
      door: new UncachedSessions(db, feed),
      limits: createThrottle({ db, now }),
      atOnce: new ConcurrencyLimits(),
      press,
      readers: null,
      demoKey: randomId(at),
      longFrom: RUN_THRESHOLD,
    };
  };
  return { servicesAt, close: () => db.close() };
}

/** Nobody tells this thread who has lost a right meanwhile: whoever enters is looked at anew. */
class UncachedSessions extends SessionCache {
  override caller(secret: string, now: number): ReturnType<SessionCache["caller"]> {
    this.forgetAll();
    return super.caller(secret, now);
  }
}

const readOnly = (db: Database): Database => ({ ...db, write: failReadOnly, script: failReadOnly });

async function failReadOnly(): Promise<never> {
  throw new Error("A thread that reads was asked to write.");
}
