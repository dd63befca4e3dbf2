import type { AccountOwner } from "@callboard/domain/core/effect";
import { type Row, single, stmt } from "../../../store/database/port.ts";
import type { Query } from "../../../store/queries.ts";
import { requireRelated } from "../../../store/checkedAccount.ts";
import { defineRowEffect } from "../../../store/rowEffects.ts";

/** Until when a phone counts as connected, in one account of its owner. Phones that no platform reports have none. */
export interface PhoneLease {
  account: string;
  person: string;
  connected: boolean;
  aliveUntil: number;
  /** How long a sign of life counts if the platform said so; null: as long as the account's setting. */
  aliveSeconds: number | null;
  /** Until when its last offer rings; null once it gave a sign of life. */
  offeredUntil: number | null;
  /** How many calls it missed in a row. */
  missed: number;
}

const leaseFromRow = (row: Row): PhoneLease => ({
  account: row.account,
  person: row.person,
  connected: row.connected === 1,
  aliveUntil: Number(row.alive_until),
  aliveSeconds: row.alive_seconds === null ? null : Number(row.alive_seconds),
  offeredUntil: row.offered_until === null ? null : Number(row.offered_until),
  missed: Number(row.missed),
});

/** A person's lease in each of these accounts; missing ones are left out. */
export const findLeases = (person: string, accounts: readonly string[]): Query<PhoneLease[]> => ({
  statements: (scope) =>
    accounts.map((account) =>
      single("SELECT * FROM phone_leases WHERE account = ? AND person = ?", requireRelated(scope, account), person),
    ),
  parse: (rows) => rows.flatMap((found) => found.map(leaseFromRow)),
});

/** A person's leases, in whatever account. */
export const findAllLeases = (person: string): Query<PhoneLease[]> => ({
  statements: () => [stmt("SELECT * FROM phone_leases WHERE person = ?", person)],
  parse: ([rows]) => rows!.map(leaseFromRow),
});

const savedLease = defineRowEffect(
  "save phone lease",
  (
    { account }: AccountOwner,
    lease: {
      person: string;
      connected: number;
      aliveUntil: number;
      aliveSeconds: number | null;
      offeredUntil: number | null;
      missed: number;
    },
  ) =>
    stmt(
      `INSERT INTO phone_leases (account, person, connected, alive_until, alive_seconds, offered_until, missed)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (account, person)
       DO UPDATE SET connected = ?3, alive_until = ?4, alive_seconds = ?5, offered_until = ?6, missed = ?7`,
      account,
      lease.person,
      lease.connected,
      lease.aliveUntil,
      lease.aliveSeconds,
      lease.offeredUntil,
      lease.missed,
    ),
);
export const saveLease = ({ account, connected, ...lease }: PhoneLease) =>
  savedLease.of({ account }, { ...lease, connected: connected ? 1 : 0 });

/** Notes that phones with a lease were offered a call. Without a sign of life until it is over, they get no other one. */
const notedOffer = defineRowEffect(
  "note offer",
  ({ account }: AccountOwner, offer: { people: string; until: number }) =>
    stmt(
      `UPDATE phone_leases SET offered_until = ?2 WHERE account = ?1 AND person IN (SELECT value FROM json_each(?3))`,
      account,
      offer.until,
      offer.people,
    ),
);
export const noteOffer = (account: string, people: readonly string[], until: number) =>
  notedOffer.of({ account }, { people: JSON.stringify(people), until });

export const leaseEffects = [savedLease, notedOffer];

/** Leases that have run out, wherever they are. */
export const LAPSED_LEASES_SQL = `SELECT * FROM phone_leases WHERE connected = 1 AND alive_until <= ? ORDER BY alive_until LIMIT 200`;
/** Phones whose ringing or wrap-up has ended by itself. */
export const DUE_PHONES_SQL = `SELECT account, id FROM keys WHERE kind = 'phone' AND name = 'due' AND value <= ? ORDER BY value LIMIT 200`;
export const leaseOf = leaseFromRow;
