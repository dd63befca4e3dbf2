import type { AccountOwner, Effect, PersonOwner } from "@callboard/domain/core/effect";
import { fail } from "@callboard/domain/core/failure";
import { sortableInstant } from "@callboard/domain/core/fieldSchemas";
import { DAY, type Instant, MINUTE } from "@callboard/domain/core/time";
import { single, stmt } from "../../store/database/port.ts";
import type { Query } from "../../store/queries.ts";
import { INVITATION_MS } from "@callboard/domain/access/linkLifetimes";
import { defineRowEffect } from "../../store/rowEffects.ts";
import type { Scope } from "../../store/scope.ts";

/**
 * Mails to addresses that somebody chose: an invitation (also when an account is opened) or a statement (also when a
 * schedule is added).
 */
type SendKind = "invitation" | "statement";

/**
 * Limits per sender over all accounts, and per account over all senders. `recent`: in ten minutes. `day`: in 24 hours.
 * `open`: invitations that can still be accepted.
 */
export interface SendLimits {
  invitation: { recent: number; day: number; open: number };
  statement: { day: number };
}

export const SEND_LIMITS: SendLimits = {
  invitation: { recent: 30, day: 100, open: 200 },
  statement: { day: 200 },
};
const SHORT_WINDOW_MS = 10 * MINUTE;
/** How long sent mails are remembered: an invitation counts as open for as long as it can be accepted. */
const SENDS_KEPT_MS = INVITATION_MS;

/** What is compared with the limits. */
export interface SendCounts {
  recent: number;
  day: number;
  open: number;
}

/** The names of the two counters of each mail: its sender's and its account's. */
const sendCountersOf = ({ actor }: Scope, account: string): [sender: string, account: string] => [
  `by:${actor.id}`,
  `of:${account}`,
];

/** The mails sent so far by the sender or by the account, whichever is more. `account`: the one it is sent for. */
export const findSendCounts = (kind: SendKind, account?: string): Query<SendCounts> => ({
  statements: (scope) => {
    const sendingAccount = account ?? scope.account;
    const [sender, ofAccount] = sendCountersOf(scope, sendingAccount);
    const countStmt = (counter: string) =>
      single(
        `SELECT coalesce(sum(mails), 0) AS day, coalesce(sum(CASE WHEN at > ?1 THEN mails END), 0) AS recent FROM mail_sends
         WHERE kind = ?2 AND counter = ?3 AND at > ?4`,
        scope.now - SHORT_WINDOW_MS,
        kind,
        counter,
        scope.now - DAY,
      );
    if (kind === "statement") return [countStmt(sender), countStmt(ofAccount)];
    return [
      countStmt(sender),
      countStmt(ofAccount),
      single(
        `SELECT count(*) AS open FROM mail_sends s WHERE s.kind = ?1 AND s.counter = ?2 AND s.at > ?3
         AND EXISTS (SELECT 1 FROM records r WHERE r.account = s.account AND r.kind = 'invitation' AND r.id = s.id)`,
        kind,
        sender,
        scope.now - INVITATION_MS,
      ),
      single(
        "SELECT count(*) AS open FROM keys WHERE space = ?1 AND kind = 'invitation' AND name = 'expires' AND value > ?2",
        sendingAccount,
        sortableInstant(scope.now),
      ),
    ];
  },
  parse: (results) => {
    const highest = (name: keyof SendCounts) => Math.max(...results.map(([row]) => Number(row?.[name] ?? 0)));
    return { recent: highest("recent"), day: highest("day"), open: highest("open") };
  },
});

/** Throws if another invitation would exceed the limits. */
export function checkInvitations(counts: SendCounts, { invitation: limits }: SendLimits): void {
  if (counts.recent >= limits.recent) fail("busy", "access.invitedSoon", { max: limits.recent });
  if (counts.day >= limits.day) fail("busy", "access.invitedToday", { max: limits.day });
  if (counts.open >= limits.open) fail("conflict", "access.invitedOpen", { max: limits.open });
}

/** Throws if this many more statements a day would exceed the limit. */
export function checkStatements(counts: SendCounts, added: number, { statement: limits }: SendLimits): void {
  if (added > 0 && counts.day + added > limits.day)
    fail("conflict", "statements.tooMany", { max: limits.day }, "recipients");
}

type SendValues = { kind: SendKind; counter: string; at: Instant; id: string; mails: number };
const countedSend = defineRowEffect("count sends", (owner: AccountOwner | PersonOwner, send: SendValues) =>
  stmt(
    "INSERT INTO mail_sends (kind, counter, at, id, account, mails) VALUES (?, ?, ?, ?, ?, ?)",
    send.kind,
    send.counter,
    send.at,
    send.id,
    "account" in owner ? owner.account : owner.person,
    send.mails,
  ),
);
export const sendLimitEffects = [countedSend];

/** Counts sent mails in the same decision. `id`: the invitation's, or a new one. */
export function countSends(scope: Scope, kind: SendKind, id: string, mails = 1, account = scope.account): Effect[] {
  if (mails === 0) return [];
  // An operator opens accounts from no account: their mails count as the person's.
  const owner = account === scope.actor.id ? { person: account } : { account };
  return sendCountersOf(scope, account).map((counter) =>
    countedSend.of(owner, { kind, counter, at: scope.now, id, mails }),
  );
}

/** Sent mails from before this instant can be forgotten. */
export const sendsExpireBefore = (now: Instant): Instant => now - SENDS_KEPT_MS;
