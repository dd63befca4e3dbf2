import type { Effect } from "@callboard/domain/core/effect";
import { Failure } from "@callboard/domain/core/failure";
import { DAY, HOUR, type Instant, MINUTE, SECOND } from "@callboard/domain/core/time";
import { type Database, type Row, single, type Stmt, stmt } from "../store/database/port.ts";
import { SEND_LIMITS, type SendLimits } from "../integrations/mail/sendLimits.ts";
import { sqlEffect } from "../store/sqlEffect.ts";
import { digestOf } from "../store/seals/digest.ts";

interface ThrottleRule {
  /** So many tries are free; each further one has to wait twice as long as the one before. */
  free: number;
  first: number;
  most: number;
  /** A right try ends the count, or takes back itself alone: whoever has a sign-in of their own could end it again and again. */
  right: "ends" | "takes back";
}

const THROTTLE_RULES = {
  /** For one person, from one address. */
  "person here": { free: 5, first: 30 * SECOND, most: HOUR, right: "ends" },
  /** For one person, from all addresses but the devices that are known: about a hundred tries a day. */
  person: { free: 50, first: MINUTE, most: 30 * MINUTE, right: "takes back" },
  /** From one address for whomever: many people of one office share one. */
  address: { free: 100, first: 10 * SECOND, most: 10 * MINUTE, right: "takes back" },
  /** For one person, on a device on which they signed in before. Nobody else spends these. */
  device: { free: 10, first: 30 * SECOND, most: 10 * MINUTE, right: "ends" },
  /** Whoever is signed in, at their own password and codes. */
  own: { free: 10, first: 30 * SECOND, most: HOUR, right: "ends" },
  /** The short code of one mailed link: eight signs out of 31. */
  code: { free: 5, first: MINUTE, most: HOUR, right: "ends" },
  /** Mails to one address that ask for nothing but an address. A link to a new password works for as long as the longest wait. */
  "mail to": { free: 10, first: 10 * MINUTE, most: HOUR, right: "ends" },
  "mail from": { free: 20, first: MINUTE, most: 30 * MINUTE, right: "ends" },
} as const satisfies Record<string, ThrottleRule>;

/** What is counted: where a try knocks, and whose it is. */
export type ThrottleKey = readonly [door: keyof typeof THROTTLE_RULES, name: string];

/** A count is over a day after its last try. */
const COUNT_KEPT_MS = DAY;

/** Guessing at passwords, codes and links is slowed down. The counts are rows: a restart forgets none. */
export interface Throttle {
  /** Counts a try at each of these. Throws `busy` with the seconds to wait where one has to wait; none is counted then. */
  spend(...tries: readonly ThrottleKey[]): Promise<void>;
  /** What a right try changes, to be written with what it opens. */
  right(...tries: readonly ThrottleKey[]): Effect[];
  /** How many mails go to addresses of somebody's choosing. */
  readonly sendings: SendLimits;
}

interface ThrottleOptions {
  db: Database;
  now: () => Instant;
  /** How many tries a person has; all measures go with it. */
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

/** How long after the last try the next one may come, where there were so many beyond the free ones. */
const pauseAfter = ({ first, most }: ThrottleRule, beyond: number): number =>
  beyond < 0 ? 0 : Math.min(most, first * 2 ** Math.min(beyond, 30));

const readStmt = ([door, name]: ThrottleKey): Stmt =>
  single("SELECT count, at, over_at FROM tries WHERE door = ? AND name = ?", door, digestOf(name));

/** Where two calls meet on a remote database the second finds another count, is refused, and is decided anew. */
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
