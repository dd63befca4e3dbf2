import { setTimeout as wait } from "node:timers/promises";
import { DAY, type Instant } from "@callboard/domain/core/time";
import { type Stmt, stmt } from "../store/database/port.ts";
import { sendsExpireBefore } from "../integrations/mail/sendLimits.ts";
import type { Services } from "../services.ts";

const COMMANDS_KEPT_MS = 30 * DAY;
/** The rows that one transaction removes: few, with a pause after it, so that nobody waits long behind them. */
const CHUNK = 100;
const REST_MS = 15;

interface ExpiryRule {
  /**
   * Finds the keys of rows expired by an instant, oldest first, through an index of only such rows; and deletes them.
   */
  found: string;
  gone: string;
  by: (now: Instant) => Instant;
}

const expiryRule = (table: string, key: string, over: string, index: string, by: ExpiryRule["by"]): ExpiryRule => {
  const found = `SELECT ${key} FROM ${table} INDEXED BY ${index} WHERE ${over} LIMIT ${CHUNK}`;
  return { found, gone: `DELETE FROM ${table} WHERE (${key}) IN (${found})`, by };
};

/** Sent or stopped mails whose links have expired: few contain a secret at all. */
const EXPIRED_MAIL_SECRETS_SQL = `SELECT m.id FROM mails m INDEXED BY mails_secret JOIN tokens t ON t.digest = m.token
  WHERE m.secret IS NOT NULL AND m.state <> 'waiting' AND t.expires_at < ? LIMIT ${CHUNK}`;

const EXPIRY_RULES: readonly ExpiryRule[] = [
  // An event's key is its own id, which identifies the same event forever.
  expiryRule(
    "commands",
    "actor, procedure, key",
    "procedure <> 'calls.phoneEvent' AND at < ? ORDER BY at",
    "commands_due",
    (now) => now - COMMANDS_KEPT_MS,
  ),
  expiryRule("sessions", "digest", "expires_at < ? ORDER BY expires_at", "sessions_due", (now) => now),
  expiryRule("tokens", "digest", "expires_at < ? ORDER BY expires_at", "tokens_due", (now) => now - COMMANDS_KEPT_MS),
  expiryRule("sendings", "what, space, at, id", "at < ? ORDER BY at", "sendings_due", sendsExpireBefore),
  expiryRule("tries", "door, name", "over_at < ? ORDER BY over_at", "tries_due", (now) => now),
  expiryRule("devices", "person, digest", "over_at < ? ORDER BY over_at", "devices_due", (now) => now),
  {
    found: EXPIRED_MAIL_SECRETS_SQL,
    gone: `UPDATE mails SET secret = NULL WHERE id IN (${EXPIRED_MAIL_SECRETS_SQL})`,
    by: (now) => now,
  },
];

/**
 * Deletes idempotency keys after 30 days, expired sessions and links, and their secrets in mails. Resolves to the
 * number of rows.
 */
export async function deleteExpired(services: Services, stopped: () => boolean = () => false): Promise<number> {
  let gone = 0;
  for (const one of EXPIRY_RULES)
    for (let went = CHUNK; went === CHUNK && !stopped();) {
      went = await deleteChunk(services, one);
      gone += went;
      if (went === CHUNK) await wait(REST_MS);
    }
  return gone;
}

function deleteChunk({ db, now }: Services, { found, gone, by }: ExpiryRule): Promise<number> {
  const over: Stmt = stmt(found, by(now()));
  return db.write({
    calm: true,
    reads: [over],
    decide: ([rows]) => ({ writes: rows!.length === 0 ? [] : [stmt(gone, ...over.args)], answer: rows!.length }),
  });
}
