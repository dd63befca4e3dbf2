import { setTimeout as wait } from "node:timers/promises";
import { DAY, type Instant } from "@callboard/domain/time";
import { type Stmt, stmt } from "./db.ts";
import { sendingsOver } from "./mail/sendings.ts";
import type { World } from "./world.ts";

const COMMANDS_KEPT_MS = 30 * DAY;
/** Rows that one transaction removes: few, and with a rest after it, so that nobody waits behind them for long. */
const CHUNK = 100;
const REST_MS = 15;

interface Due {
  /** The keys of what is over by an instant, oldest first, from an index that holds nothing else; and their end. */
  found: string;
  gone: string;
  by: (now: Instant) => Instant;
}

const due = (table: string, key: string, over: string, index: string, by: Due["by"]): Due => {
  const found = `SELECT ${key} FROM ${table} INDEXED BY ${index} WHERE ${over} LIMIT ${CHUNK}`;
  return { found, gone: `DELETE FROM ${table} WHERE (${key}) IN (${found})`, by };
};

/** Mails that nobody sends whose links have expired: few hold a secret at all. */
const OVER = `SELECT m.id FROM mails m INDEXED BY mails_secret JOIN tokens t ON t.digest = m.token
  WHERE m.secret IS NOT NULL AND m.state <> 'waiting' AND t.expires_at < ? LIMIT ${CHUNK}`;

const DUE: readonly Due[] = [
  // An event's key is its own id: it means the same event for ever.
  due(
    "commands",
    "actor, procedure, key",
    "procedure <> 'calls.phoneEvent' AND at < ? ORDER BY at",
    "commands_due",
    (now) => now - COMMANDS_KEPT_MS,
  ),
  due("sessions", "digest", "expires_at < ? ORDER BY expires_at", "sessions_due", (now) => now),
  due("tokens", "digest", "expires_at < ? ORDER BY expires_at", "tokens_due", (now) => now - COMMANDS_KEPT_MS),
  due("sendings", "what, space, at, id", "at < ? ORDER BY at", "sendings_due", sendingsOver),
  due("tries", "door, name", "over_at < ? ORDER BY over_at", "tries_due", (now) => now),
  due("devices", "person, digest", "over_at < ? ORDER BY over_at", "devices_due", (now) => now),
  { found: OVER, gone: `UPDATE mails SET secret = NULL WHERE id IN (${OVER})`, by: (now) => now },
];

/** Idempotency keys are kept 30 days; sessions and links that are over go, also out of mails. Answers how many rows went. */
export async function tidy(world: World, stopped: () => boolean = () => false): Promise<number> {
  let gone = 0;
  for (const one of DUE)
    for (let went = CHUNK; went === CHUNK && !stopped();) {
      went = await removed(world, one);
      gone += went;
      if (went === CHUNK) await wait(REST_MS);
    }
  return gone;
}

function removed({ db, now }: World, { found, gone, by }: Due): Promise<number> {
  const over: Stmt = stmt(found, by(now()));
  return db.write({
    calm: true,
    reads: [over],
    decide: ([rows]) => ({ writes: rows!.length === 0 ? [] : [stmt(gone, ...over.args)], answer: rows!.length }),
  });
}
