import type { Effect } from "@callboard/domain/core/effect";
import { Failure } from "@callboard/domain/core/failure";
import { DAY, HOUR, type Instant, MINUTE, SECOND } from "@callboard/domain/core/time";
import { type Database, type Row, single, type Stmt, stmt } from "../store/database/port.ts";
import { SEND_LIMITS, type SendLimits } from "../integrations/mail/sendLimits.ts";
import { defineRowEffect } from "../store/rowEffects.ts";
import { digestOf } from "../store/seals/digest.ts";

interface ThrottleRule {
  /** This many attempts are free; after that each one waits twice as long as the one before. */
  free: number;
  firstPauseMs: number;
  maxPauseMs: number;
  /**
   * A correct attempt resets the count, or only takes back itself: somebody with a login of their own could otherwise
   * reset it again and again.
   */
  onSuccess: "ends" | "takes back";
}

const THROTTLE_RULES = {
  /** For one person from one address. */
  "person at address": { free: 5, firstPauseMs: 30 * SECOND, maxPauseMs: HOUR, onSuccess: "ends" },
  /** For one person from all addresses except known devices: about a hundred attempts a day. */
  person: { free: 50, firstPauseMs: MINUTE, maxPauseMs: 30 * MINUTE, onSuccess: "takes back" },
  /** For one address, whoever the person: the people of an office share one. */
  address: { free: 100, firstPauseMs: 10 * SECOND, maxPauseMs: 10 * MINUTE, onSuccess: "takes back" },
  /** For one person on a device where they have signed in before. Nobody else can use these up. */
  device: { free: 10, firstPauseMs: 30 * SECOND, maxPauseMs: 10 * MINUTE, onSuccess: "ends" },
  /** For signed-in people entering their own password and codes. */
  own: { free: 10, firstPauseMs: 30 * SECOND, maxPauseMs: HOUR, onSuccess: "ends" },
  /** For the short code of one mailed link: eight characters out of 31. */
  code: { free: 5, firstPauseMs: MINUTE, maxPauseMs: HOUR, onSuccess: "ends" },
  /** For mails to one address that anybody can trigger. A reset link works for as long as the longest wait. */
  "mail to address": { free: 10, firstPauseMs: 10 * MINUTE, maxPauseMs: HOUR, onSuccess: "ends" },
  "mail from address": { free: 20, firstPauseMs: MINUTE, maxPauseMs: 30 * MINUTE, onSuccess: "ends" },
} as const satisfies Record<string, ThrottleRule>;

/** The subject of a count: the kind of attempt, and whose it is. */
export type ThrottleKey = readonly [rule: keyof typeof THROTTLE_RULES, name: string];

/** A count expires a day after its last attempt. */
const COUNT_KEPT_MS = DAY;

/** Slows down guessing of passwords, codes and links. Counts are stored, so a restart doesn't reset them. */
export interface Throttle {
  /**
   * Counts an attempt under each key. Throws `busy` with the seconds to wait if one is throttled; then none is counted.
   */
  countAttempt(...keys: readonly ThrottleKey[]): Promise<void>;
  /** The effects of a correct attempt, to be written together with its result. */
  succeed(...keys: readonly ThrottleKey[]): Effect[];
  /** Limits for mails to addresses that somebody chose. */
  readonly sendLimits: SendLimits;
}

interface ThrottleOptions {
  db: Database;
  now: () => Instant;
  /** The number of free attempts; all other limits scale with it. */
  free?: number | undefined;
  sendLimits?: SendLimits | undefined;
}

const DEFAULT_FREE = THROTTLE_RULES.own.free;

export function createThrottle({ db, now, free = DEFAULT_FREE, sendLimits = SEND_LIMITS }: ThrottleOptions): Throttle {
  const freeAttempts = (rule: ThrottleKey[0]): number =>
    Math.max(1, Math.round((THROTTLE_RULES[rule].free * free) / DEFAULT_FREE));
  return {
    sendLimits,
    async countAttempt(...keys) {
      const at = now();
      await db.write({
        reads: keys.map(readStmt),
        decide: (results) => {
          const rows = results.map(([row]) => row);
          const counts = rows.map((row) => (row && Number(row.expires_at) > at ? Number(row.count) : 0));
          const waits = keys.map(([rule], index) =>
            counts[index]! === 0
              ? 0
              : Number(rows[index]!.at) + pauseAfter(THROTTLE_RULES[rule], counts[index]! - freeAttempts(rule)) - at,
          );
          const wait = Math.max(...waits);
          if (wait > 0) throw throttledFailure(wait);
          return {
            writes: keys.map((key, index) => countStmt(key, rows[index], counts[index]! + 1, at)),
            answer: null,
          };
        },
      });
    },
    succeed: (...keys) =>
      keys.map(([rule, name]) =>
        (THROTTLE_RULES[rule].onSuccess === "ends" ? resetEffect : decrementEffect).of(null, {
          rule,
          keyDigest: digestOf(name),
        }),
      ),
  };
}

const throttledFailure = (wait: number): Failure =>
  wait <= 2 * MINUTE
    ? new Failure("busy", "api.throttledSeconds", { seconds: Math.ceil(wait / SECOND) })
    : new Failure("busy", "api.throttledMinutes", { minutes: Math.ceil(wait / MINUTE) });

/** The wait after the last attempt, in milliseconds. `excess`: the number of attempts beyond the free ones. */
const pauseAfter = ({ firstPauseMs, maxPauseMs }: ThrottleRule, excess: number): number =>
  excess < 0 ? 0 : Math.min(maxPauseMs, firstPauseMs * 2 ** Math.min(excess, 30));

const resetEffect = defineRowEffect("end tries", (_: null, { rule, keyDigest }: { rule: string; keyDigest: string }) =>
  stmt("DELETE FROM sign_in_attempts WHERE rule = ? AND key_digest = ?", rule, keyDigest),
);
const decrementEffect = defineRowEffect(
  "take back try",
  (_: null, { rule, keyDigest }: { rule: string; keyDigest: string }) =>
    stmt("UPDATE sign_in_attempts SET count = max(count - 1, 0) WHERE rule = ? AND key_digest = ?", rule, keyDigest),
);
export const throttleEffects = [resetEffect, decrementEffect];

const readStmt = ([rule, name]: ThrottleKey): Stmt =>
  single("SELECT count, at, expires_at FROM sign_in_attempts WHERE rule = ? AND key_digest = ?", rule, digestOf(name));

/**
 * Stores a count. If two requests count at once on a remote database, the second writes NULL, which violates the
 * constraint, and its decision runs again.
 */
const countStmt = ([rule, name]: ThrottleKey, before: Row | undefined, count: number, at: Instant): Stmt =>
  stmt(
    `INSERT INTO sign_in_attempts (rule, key_digest, count, at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (rule, key_digest)
     DO UPDATE SET count = CASE WHEN count = ?6 THEN ?3 END, at = ?4, expires_at = ?5`,
    rule,
    digestOf(name),
    count,
    at,
    at + COUNT_KEPT_MS,
    before ? Number(before.count) : -1,
  );
