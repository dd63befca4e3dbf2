import type { Effect } from "@callboard/domain/core/effect";
import { fail } from "@callboard/domain/core/failure";
import { sortableInstant } from "@callboard/domain/core/fieldSchemas";
import { DAY, type Instant, MINUTE } from "@callboard/domain/core/time";
import { single } from "../../store/database/port.ts";
import type { Query } from "../../store/queries.ts";
import { INVITATION_MS } from "@callboard/domain/access/rules";
import { sqlEffect } from "../../store/sqlEffect.ts";
import type { Scope } from "../../store/scope.ts";

/**
 * Mails to addresses that somebody chose: an invitation, also when opening an account; a statement, also by a new
 * schedule.
 */
type SendKind = "invitation" | "statement";

/** Limits per sender over all accounts, and per account over all senders. */
export interface SendLimits {
  invitation: { soon: number; day: number; open: number };
  statement: { day: number };
}

export const SEND_LIMITS: SendLimits = {
  invitation: { soon: 30, day: 100, open: 200 },
  statement: { day: 200 },
};
const SHORT_WINDOW_MS = 10 * MINUTE;
/** An invitation counts as open for as long as it can be accepted. */
const SENDS_KEPT_MS = INVITATION_MS;

export interface SendCounts {
  soon: number;
  day: number;
  open: number;
}

const sendCountersOf = ({ actor }: Scope, account: string): [sender: string, account: string] => [
  `by:${actor.id}`,
  `of:${account}`,
];

/** The mails sent so far by the sender or by the account, whichever is more. `account`: the one it is sent for. */
export const findSendCounts = (what: SendKind, account?: string): Query<SendCounts> => ({
  stmts: (scope) => {
    const from = account ?? scope.account;
    const [sender, ofAccount] = sendCountersOf(scope, from);
    const counts = (space: string) =>
      single(
        `SELECT coalesce(sum(mails), 0) AS day, coalesce(sum(CASE WHEN at > ?1 THEN mails END), 0) AS soon FROM sendings
         WHERE what = ?2 AND space = ?3 AND at > ?4`,
        scope.now - SHORT_WINDOW_MS,
        what,
        space,
        scope.now - DAY,
      );
    if (what === "statement") return [counts(sender), counts(ofAccount)];
    return [
      counts(sender),
      counts(ofAccount),
      single(
        `SELECT count(*) AS open FROM sendings s WHERE s.what = ?1 AND s.space = ?2 AND s.at > ?3
         AND EXISTS (SELECT 1 FROM records r WHERE r.account = s.account AND r.kind = 'invitation' AND r.id = s.id)`,
        what,
        sender,
        scope.now - INVITATION_MS,
      ),
      single(
        "SELECT count(*) AS open FROM keys WHERE space = ?1 AND kind = 'invitation' AND name = 'expires' AND value > ?2",
        from,
        sortableInstant(scope.now),
      ),
    ];
  },
  take: (found) => {
    const most = (name: keyof SendCounts) => Math.max(...found.map(([row]) => Number(row?.[name] ?? 0)));
    return { soon: most("soon"), day: most("day"), open: most("open") };
  },
});

/** Throws `busy` if more invitations exceed the limits. */
export function checkInvitations(sent: SendCounts, { invitation: most }: SendLimits): void {
  if (sent.soon >= most.soon) fail("busy", "access.invitedSoon", { most: most.soon });
  if (sent.day >= most.day) fail("busy", "access.invitedToday", { most: most.day });
  if (sent.open >= most.open) fail("conflict", "access.invitedOpen", { most: most.open });
}

export function checkStatements(sent: SendCounts, more: number, { statement: most }: SendLimits): void {
  if (more > 0 && sent.day + more > most.day) fail("conflict", "statements.tooMany", { most: most.day }, "recipients");
}

/** Counts sent mails in the same decision. `id`: what they are about. */
export function countSends(scope: Scope, what: SendKind, id: string, mails = 1, account = scope.account): Effect[] {
  if (mails === 0) return [];
  const row = (space: string): Effect =>
    sqlEffect(
      "INSERT INTO sendings (what, space, at, id, account, mails) VALUES (?, ?, ?, ?, ?, ?)",
      what,
      space,
      scope.now,
      id,
      account,
      mails,
    );
  return sendCountersOf(scope, account).map(row);
}

export const sendsExpireBefore = (now: Instant): Instant => now - SENDS_KEPT_MS;
