import { Clock } from "../clock.ts";
import type { Database } from "../db.ts";
import { Feed } from "../feed.ts";
import { openDatabase } from "../openDatabase.ts";
import { portsOf, type WorldSettings } from "../ports.ts";
import { randomId } from "../random-id.ts";
import { Doorkeeper } from "../rooms/access/doorkeeper.ts";
import { limits } from "../rooms/access/limits.ts";
import { AtOnce } from "../atOnce.ts";
import { sealWith } from "../seal.ts";
import { Press } from "../statements/paper/press.ts";
import { LONG_FROM } from "../scope.ts";
import type { World } from "../world.ts";

/**
 * Worlds of a thread that reads, one for each question and at its instant, on connections of this thread's own.
 */
export function worldsThere(settings: WorldSettings): (now: number) => World {
  const { databaseUrl, DATABASE_TOKEN } = settings.env;
  const seal = sealWith(settings.secret);
  const db = readOnly(openDatabase(databaseUrl, DATABASE_TOKEN, settings.patience, seal));
  let latest = 0;
  const ports = portsOf(settings, { db, now: () => latest, wall: () => latest });
  const press = new Press();
  return (at) => {
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
      door: new Forgetful(db, feed),
      limits: limits({ db, now }),
      atOnce: new AtOnce(),
      press,
      readers: null,
      demoKey: randomId(at),
      longFrom: LONG_FROM,
    };
  };
}

/** Nobody tells this thread who has lost a right meanwhile: whoever enters is looked at anew. */
class Forgetful extends Doorkeeper {
  override caller(secret: string, now: number): ReturnType<Doorkeeper["caller"]> {
    this.forgetAll();
    return super.caller(secret, now);
  }
}

const readOnly = (db: Database): Database => ({ ...db, write: refused, script: refused });

async function refused(): Promise<never> {
  throw new Error("A thread that reads was asked to write.");
}
