import type { Effect } from "@callboard/domain/core/effect";
import { Failure } from "@callboard/domain/core/failure";
import { DAY, HOUR, type Instant, MINUTE, SECOND } from "@callboard/domain/core/time";
import { type Database, type Row, single, type Stmt, stmt } from "../store/database/port.ts";
import { SEND_LIMITS, type SendLimits } from "../integrations/mail/sendLimits.ts";
import { sqlEffect } from "../store/sqlEffect.ts";
import { digestOf } from "../store/seals/digest.ts";

interface ThrottleRule {
  /** This many attempts are free; after that each one waits twice as long as the one before. */
  free: number;
  first: number;
  most: number;
  /**
   * A correct attempt resets the count, or only takes back itself: somebody with a login of their own could otherwise
   * reset it again and again.
   */
  right: "ends" | "takes back";
}

const THROTTLE_RULES = {
  /** For one person from one address. */
  "person here": { free: 5, first: 30 * SECOND, most: HOUR, right: "ends" },
  /** For one person from all addresses except known devices: about a hundred attempts a day. */
  person: { free: 50, first: MINUTE, most: 30 * MINUTE, right: "takes back" },
  /** For one address, whoever the person: the people of an office share one. */
  address: { free: 100, first: 10 * SECOND, most: 10 * MINUTE, right: "takes back" },
  /** For one person on a device where they have signed in before. Nobody else can use these up. */
  device: { free: 10, first: 30 * SECOND, most: 10 * MINUTE, right: "ends" },
  /** For signed-in people entering their own password and codes. */
  own: { free: 10, first: 30 * SECOND, most: HOUR, right: "ends" },
  /** For the short code of one mailed link: eight characters out of 31. */
  code: { free: 5, first: MINUTE, most: HOUR, right: "ends" },
  /** For mails to one address that anybody can trigger. A reset link works for as long as the longest wait. */
  "mail to": { free: 10, first: 10 * MINUTE, most: HOUR, right: "ends" },
  "mail from": { free: 20, first: MINUTE, most: 30 * MINUTE, right: "ends" },
} as const satisfies Record<string, ThrottleRule>;

/** The subject of a count: the kind of attempt, and whose it is. */
export type ThrottleKey = readonly [door: keyof typeof THROTTLE_RULES, name: string];

/** A count expires a day after its last attempt. */
const COUNT_KEPT_MS = DAY;

/** Slows down guessing of passwords, codes and links. Counts are stored, so a restart doesn't reset them. */
export interface Throttle {
  /**
   * Counts an attempt under each key. Throws `busy` with the seconds to wait if one is throttled; then none is counted.
   */
  spend(...tries: readonly ThrottleKey[]): Promise<void>;
  /** The effects of a correct attempt, to be written together with its result. */
  right(...tries: readonly ThrottleKey[]): Effect[];
  /** Limits for mails to addresses that somebody chose. */
  readonly sendings: SendLimits;
}

interface ThrottleOptions {
  db: Database;
  now: () => Instant;
  /** The number of free attempts; all other limits scale with it. */
  tries?: number | undefined;
  sendings?: SendLimits | undefined;
}

const DEFAULT_FREE = THROTTLE_RULES.own.free;

export function createThrottle({
  db,
  now,
  tries: most = DEFAULT_FREE,
  sendings = SEND_LIMITS,
}: ThrottleOptions): Throttle {
  const freeAt = (door: ThrottleKey[0]): number =>
    Math.max(1, Math.round((THROTTLE_RULES[door].free * most) / DEFAULT_FREE));
  return {
    sendings,
    async spend(...tries) {
      const at = now();
      await db.write({
        reads: tries.map(readStmt),
        decide: (found) => {
          const rows = found.map(([row]) => row);
          const counts = rows.map((row) => (row && Number(row.over_at) > at ? Number(row.count) : 0));
          const waits = tries.map(([door], n) =>
            counts[n]! === 0
              ? 0
              : Number(rows[n]!.at) + pauseAfter(THROTTLE_RULES[door], counts[n]! - freeAt(door)) - at,
          );
          const wait = Math.max(...waits);
          if (wait > 0) throw throttledFailure(wait);
          return { writes: tries.map((one, n) => countStmt(one, rows[n], counts[n]! + 1, at)), answer: null };
        },
      });
    },
    right: (...tries) =>
      tries.map(([door, name]) =>
        THROTTLE_RULES[door].right === "ends"
          ? sqlEffect("DELETE FROM tries WHERE door = ? AND name = ?", door, digestOf(name))
          : sqlEffect("UPDATE tries SET count = max(count - 1, 0) WHERE door = ? AND name = ?", door, digestOf(name)),
      ),
  };
}

const throttledFailure = (wait: number): Failure =>
  wait <= 2 * MINUTE
    ? new Failure("busy", "call.tooOften", { seconds: Math.ceil(wait / SECOND) })
    : new Failure("busy", "call.muchTooOften", { minutes: Math.ceil(wait / MINUTE) });

/** The wait after the last attempt, given the number of attempts beyond the free ones. */
const pauseAfter = ({ first, most }: ThrottleRule, beyond: number): number =>
  beyond < 0 ? 0 : Math.min(most, first * 2 ** Math.min(beyond, 30));

const readStmt = ([door, name]: ThrottleKey): Stmt =>
  single("SELECT count, at, over_at FROM tries WHERE door = ? AND name = ?", door, digestOf(name));

/**
 * If two calls meet on a remote database, the second finds another count: NULL violates the constraint, and the
 * decision runs again.
 */
const countStmt = ([door, name]: ThrottleKey, before: Row | undefined, count: number, at: Instant): Stmt =>
  stmt(
    `INSERT INTO tries (door, name, count, at, over_at) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (door, name)
     DO UPDATE SET count = CASE WHEN count = ?6 THEN ?3 END, at = ?4, over_at = ?5`,
    door,
    digestOf(name),
    count,
    at,
    at + COUNT_KEPT_MS,
    before ? Number(before.count) : -1,
  );
