import type { CallData } from "@callboard/domain/calls/schema";
import type { AccountOwner } from "@callboard/domain/core/effect";
import { parseStored, type Row, single, stmt } from "../../../store/database/port.ts";
import { type Query, selectRows } from "../../../store/queries.ts";
import { requireRelated } from "../../../store/checkedAccount.ts";
import { PAID_SUB_ACCOUNTS_SQL } from "../../../store/reads/payer.ts";
import { defineRowEffect } from "../../../store/rowEffects.ts";

/** The accounts with a seat of this person that share a phone platform: this account, and those of the same agency. */
const SEATS_SQL = `SELECT phone.account FROM records phone
  JOIN records a ON a.account = phone.account AND a.kind = 'account' AND a.id = a.account
  JOIN records own ON own.account = ?2 AND own.kind = 'account' AND own.id = own.account
  WHERE phone.kind = 'phone' AND phone.id = ?1
  AND coalesce(a.data ->> '$.agency', a.account) = coalesce(own.data ->> '$.agency', own.account)`;

export const findSeats = (person: string, account: string) =>
  selectRows<{ account: string }>(SEATS_SQL, person, account);

/** A call that a platform asked about and whose end it hasn't reported. */
export interface CallInProgress {
  account: string;
  id: string;
  /** The account whose balance pays. */
  payer: string;
  /** In micros a minute; 0 for a forwarded number's prepaid minutes. */
  rateMicros: number;
  /** On a forwarded number, whose minutes are paid already. */
  prepaid: boolean;
  ringSeconds: number | null;
  wrapUpSeconds: number;
  /** The agents whose phones ring, or are about to, until `ringingUntil`. */
  ringing: readonly string[];
  ringingUntil: number;
  data: CallData;
}

const callFromRow = (row: Row): CallInProgress => ({
  account: row.account,
  id: row.id,
  payer: row.payer,
  rateMicros: Number(row.rate_micros),
  prepaid: row.prepaid === 1,
  ringSeconds: row.ring_seconds === null ? null : Number(row.ring_seconds),
  wrapUpSeconds: Number(row.wrap_up_seconds),
  ringing: JSON.parse(row.ringing) as string[],
  ringingUntil: Number(row.ringing_until),
  data: parseStored(row.data) as CallData,
});

/** One call in progress of the current account; null if there is none with this id. */
export const findCallInProgress = (id: string): Query<CallInProgress | null> => ({
  statements: ({ account }) => [single("SELECT * FROM calls_in_progress WHERE account = ? AND id = ?", account, id)],
  parse: ([rows]) => (rows![0] ? callFromRow(rows![0]) : null),
});

/** The calls in progress of the current account, the latest first. */
export const findCallsInProgress = (limit: number): Query<CallInProgress[]> => ({
  statements: ({ account }) => [
    stmt("SELECT * FROM calls_in_progress WHERE account = ? ORDER BY started_at DESC, id LIMIT ?", account, limit),
  ],
  parse: ([rows]) => rows!.map(callFromRow),
});

/** The calls of this account, and of the sub-accounts that use its balance now. */
const PAID_CALLS_SQL = `SELECT c.* FROM calls_in_progress c WHERE c.account = ?1
  UNION ALL SELECT c.* FROM (${PAID_SUB_ACCOUNTS_SQL}) s JOIN calls_in_progress c ON c.account = s.id`;

/** All calls in progress that this account pays for, its sub-accounts' among them. */
export const findPaidCalls = (payer: string): Query<CallInProgress[]> => ({
  statements: (scope) => [stmt(PAID_CALLS_SQL, requireRelated(scope, payer))],
  // Another account may have paid when they began.
  parse: ([rows]) => rows!.map((row) => ({ ...callFromRow(row), payer })),
});

/** Calls, wherever they are, that nobody answered since the first instant, or that were answered before the second. */
export const FORGOTTEN_CALLS_SQL = `SELECT account, id FROM calls_in_progress
  WHERE started_at < ?1 AND (answered_at IS NULL OR answered_at < ?2) ORDER BY started_at LIMIT 100`;

/** Answered calls of one platform, wherever they are. */
export const ANSWERED_CALLS_SQL = `SELECT account, id, answered_at FROM calls_in_progress
  WHERE platform = ? AND answered_at IS NOT NULL ORDER BY account LIMIT 5000`;

const savedCall = defineRowEffect(
  "save call in progress",
  (
    { account }: AccountOwner,
    call: {
      id: string;
      payer: string;
      platform: string;
      number: string;
      rateMicros: number;
      prepaid: number;
      startedAt: number;
      answeredAt: number | null;
      ringSeconds: number | null;
      wrapUpSeconds: number;
      ringing: string;
      ringingUntil: number;
      data: string;
    },
  ) =>
    stmt(
      `INSERT INTO calls_in_progress (account, id, payer, platform, number, rate_micros, started_at, answered_at, ring_seconds,
         wrap_up_seconds, ringing, ringing_until, data, prepaid) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
       ON CONFLICT (account, id) DO UPDATE SET rate_micros = ?6, answered_at = ?8, ring_seconds = ?9, wrap_up_seconds = ?10,
         ringing = ?11, ringing_until = ?12, data = ?13, prepaid = ?14`,
      account,
      call.id,
      call.payer,
      call.platform,
      call.number,
      call.rateMicros,
      call.startedAt,
      call.answeredAt,
      call.ringSeconds,
      call.wrapUpSeconds,
      call.ringing,
      call.ringingUntil,
      call.data,
      call.prepaid,
    ),
);

export const saveCall = (call: CallInProgress) =>
  savedCall.of(
    { account: call.account },
    {
      id: call.id,
      payer: call.payer,
      platform: call.data.platform,
      number: call.data.number,
      rateMicros: call.rateMicros,
      prepaid: call.prepaid ? 1 : 0,
      startedAt: call.data.startedAt,
      answeredAt: call.data.answeredAt,
      ringSeconds: call.ringSeconds,
      wrapUpSeconds: call.wrapUpSeconds,
      ringing: JSON.stringify(call.ringing),
      ringingUntil: call.ringingUntil,
      data: JSON.stringify(call.data),
    },
  );

const endedCall = defineRowEffect("end call in progress", ({ account }: AccountOwner, { id }: { id: string }) =>
  stmt("DELETE FROM calls_in_progress WHERE account = ? AND id = ?", account, id),
);
export const endCallInProgress = (account: string, id: string) => endedCall.of({ account }, { id });

export const callEffects = [savedCall, endedCall];
