import { setTimeout as wait } from "node:timers/promises";
import { DAY, type Instant } from "@callboard/domain/core/time";
import { type Stmt, stmt } from "../store/database/port.ts";
import { sendsExpireBefore } from "../integrations/mail/sendLimits.ts";
import type { Services } from "../services.ts";

const COMMANDS_KEPT_MS = 30 * DAY;
/** Rows removed per transaction: few, with a pause afterwards, so that other writes don't wait long. */
const CHUNK = 100;
const PAUSE_MS = 15;

interface ExpiryRule {
  /**
   * The SQL that finds the keys of rows expired before an instant, through an index of only such rows;
   * and the SQL that deletes them.
   */
  findSql: string;
  deleteSql: string;
  expiredBefore: (now: Instant) => Instant;
}

/** The rule for rows that are deleted as a whole. `condition`: which rows have expired before `?`. */
const expiryRule = (
  table: string,
  key: string,
  condition: string,
  index: string,
  expiredBefore: ExpiryRule["expiredBefore"],
): ExpiryRule => {
  const findSql = `SELECT ${key} FROM ${table} INDEXED BY ${index} WHERE ${condition} LIMIT ${CHUNK}`;
  return { findSql, deleteSql: `DELETE FROM ${table} WHERE (${key}) IN (${findSql})`, expiredBefore };
};

/** Mails in the outbox whose links have expired. A sent or failed mail has no secret any more. */
const EXPIRED_MAIL_SECRETS_SQL = `SELECT m.id FROM mails m INDEXED BY mails_with_secret JOIN tokens t ON t.digest = m.token
  WHERE m.secret IS NOT NULL AND m.state <> 'waiting' AND t.expires_at < ? LIMIT ${CHUNK}`;

const EXPIRY_RULES: readonly ExpiryRule[] = [
  // Answers by idempotency key. Those of phone events stay: their key is the event's id, and a repeated event must be recognized forever.
  expiryRule(
    "commands",
    "actor, procedure, key",
    "procedure <> 'calls.phoneEvent' AND at < ? ORDER BY at",
    "commands_due",
    (now) => now - COMMANDS_KEPT_MS,
  ),
  expiryRule("sessions", "digest", "expires_at < ? ORDER BY expires_at", "sessions_due", (now) => now),
  expiryRule("tokens", "digest", "expires_at < ? ORDER BY expires_at", "tokens_due", (now) => now - COMMANDS_KEPT_MS),
  expiryRule("mail_sends", "kind, counter, at, id", "at < ? ORDER BY at", "mail_sends_due", sendsExpireBefore),
  expiryRule(
    "sign_in_attempts",
    "rule, key_digest",
    "expires_at < ? ORDER BY expires_at",
    "sign_in_attempts_due",
    (now) => now,
  ),
  expiryRule("devices", "person, digest", "expires_at < ? ORDER BY expires_at", "devices_due", (now) => now),
  expiryRule("idle_reports", "session", "reported_at < ? ORDER BY reported_at", "idle_reports_due", (now) => now - DAY),
  {
    findSql: EXPIRED_MAIL_SECRETS_SQL,
    deleteSql: `UPDATE mails SET secret = NULL WHERE id IN (${EXPIRED_MAIL_SECRETS_SQL})`,
    expiredBefore: (now) => now,
  },
];

/**
 * Deletes what has expired: idempotency keys after 30 days, sessions, links with their secrets in mails, counted mails and
 * sign-in attempts, known devices, and their old reports. Resolves to the number of rows.
 */
export async function deleteExpired(services: Services, stopped: () => boolean = () => false): Promise<number> {
  let deleted = 0;
  for (const rule of EXPIRY_RULES)
    for (let count = CHUNK; count === CHUNK && !stopped();) {
      count = await deleteChunk(services, rule);
      deleted += count;
      if (count === CHUNK) await wait(PAUSE_MS);
    }
  return deleted;
}

function deleteChunk({ db, now }: Services, { findSql, deleteSql, expiredBefore }: ExpiryRule): Promise<number> {
  const find: Stmt = stmt(findSql, expiredBefore(now()));
  return db.write({
    priority: "low",
    reads: [find],
    decide: ([rows]) => ({ writes: rows!.length === 0 ? [] : [stmt(deleteSql, ...find.args)], answer: rows!.length }),
  });
}
