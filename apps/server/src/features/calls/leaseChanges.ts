import type { AccountData } from "@callboard/domain/account/rules";
import type { PhoneData } from "@callboard/domain/agents/phoneSchema";
import type { CallData } from "@callboard/domain/calls/schema";
import { isSignOfLife, PHONE_LEASE_SECONDS } from "@callboard/domain/calls/types";
import type { Effect } from "@callboard/domain/core/effect";
import type { Doc } from "@callboard/domain/core/record";
import { SECOND } from "@callboard/domain/core/time";
import { read } from "../../store/commit.ts";
import { findOptional } from "../../store/queries.ts";
import type { Scope } from "../../store/scope.ts";
import { type MissedFacts, missedEffects, newLease } from "./missedOffers.ts";
import { findAllLeases, type PhoneLease, saveLease } from "./reads/phoneLeases.ts";
import type { PhoneOwner, ReportContext } from "./reportFacts.ts";

interface LeaseFacts {
  account: Doc<AccountData> | null;
  phones: readonly (readonly Doc<PhoneData>[])[];
  leases: readonly (readonly PhoneLease[])[];
  missed: MissedFacts | null;
  before: CallData | null;
  after: CallData | null;
  /** What the report writes to phones: a phone that isn't named in them stays as it was. */
  phoneEffects: readonly Effect[];
}

/**
 * The leases after a report, and what its missed call leads to. Leases are no part of the history: a phone gives signs
 * of life all day. `saved`: the leases to write.
 */
export function leaseChanges(
  scope: Scope,
  context: ReportContext,
  facts: LeaseFacts,
  now: number,
): { effects: Effect[]; saved: Effect[] } {
  const effects: Effect[] = [];
  const saved = context.owners.flatMap((owner, index) =>
    owner.accounts.map((account) => {
      const stored = facts.leases[index]!.find((lease) => lease.account === account);
      let lease = stored ?? newLease(account, owner.person);
      if (owner.person === context.report.person) lease = afterSign(lease, context, facts);
      if (account === scope.account && isMissedBy(owner, facts)) {
        const missed = missedEffects({ ...facts.missed!, leases: [lease] }, account, owner.person, now);
        for (const effect of missed.effects) effects.push(effect);
        lease = missed.lease;
      }
      if (facts.after?.agent === owner.person && facts.before?.agent !== owner.person) lease = { ...lease, missed: 0 };
      return saveLease({ ...lease, connected: isConnected(facts, owner, account, index) && lease.aliveUntil > 0 });
    }),
  );
  return { effects, saved };
}

/** How long a sign of life counts, in ms: as the platform said, or else as the account does. */
const leaseLength = (aliveSeconds: number | null, account: Doc<AccountData> | null): number =>
  (aliveSeconds ?? account?.data.phoneLeaseSeconds ?? PHONE_LEASE_SECONDS.usual) * SECOND;

/** Of signs that come at any interval below a third of the lease, enough are written that a third of it is always left. */
const FRESH_SHARE = 2 / 3;

/**
 * Whether a sign of life would change nothing that matters: most of its lease is left. A phone gives signs of
 * life all day, so only some are written.
 */
export async function isLeaseFresh(scope: Scope, person: string, aliveSeconds: number | undefined): Promise<boolean> {
  const { account, leases } = await read(scope, {
    account: findOptional("account", scope.account),
    leases: findAllLeases(person),
  });
  return (
    leases.some((lease) => lease.account === scope.account) &&
    leases.every(
      ({ connected, offeredUntil, aliveUntil, aliveSeconds: stored }) =>
        connected &&
        offeredUntil === null &&
        aliveUntil - scope.now > leaseLength(aliveSeconds ?? stored, account) * FRESH_SHARE,
    )
  );
}

/** An event from the phone itself renews its lease; a registration that ends doesn't. */
function afterSign(lease: PhoneLease, { input, report }: ReportContext, { account }: LeaseFacts): PhoneLease {
  if (!isSignOfLife(input.event)) return lease;
  const aliveSeconds = input.aliveSeconds ?? lease.aliveSeconds;
  const leaseMs = leaseLength(aliveSeconds, account);
  return {
    ...lease,
    aliveSeconds,
    aliveUntil: Math.max(lease.aliveUntil, report.at + leaseMs),
    offeredUntil: null,
  };
}

const missedCount = (call: CallData | null, person: string): number =>
  call?.offers.filter(({ id, result }) => id === person && result === "missed").length ?? 0;

const isMissedBy = ({ person }: PhoneOwner, { before, after, missed }: LeaseFacts): boolean =>
  missed !== null && missedCount(after, person) > missedCount(before, person);

/** Whether the phone is connected once the report is written. */
function isConnected({ phones, phoneEffects }: LeaseFacts, owner: PhoneOwner, account: string, index: number): boolean {
  const written = phoneEffects.findLast(
    (effect) =>
      effect.do === "save" && effect.kind === "phone" && effect.id === owner.person && effect.account === account,
  );
  const phone =
    written?.do === "save" ? (written.data as PhoneData) : phones[index]!.find((doc) => doc.account === account)?.data;
  return phone !== undefined && phone.state !== "not connected";
}
