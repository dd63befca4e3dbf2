import type { AccountData } from "./schema.ts";
import { type Actor, personOf, isSamePerson } from "../core/actor.ts";
import { create, type Effect, post, save } from "../core/effect.ts";
import { newAgent, NO_PHONE, type Status } from "../agents/rules.ts";
import { renewalJob } from "../agents/planned.ts";
import { findUsableStatus } from "../agents/statusChoice.ts";
import { GUARD_MINUTES } from "../agents/types.ts";
import { PHONE_LEASE_SECONDS } from "../calls/types.ts";
import type { InvitationData, MemberData } from "../access/schema.ts";
import { fail } from "../core/failure.ts";
import { openingMovement } from "../core/ledger.ts";
import { RUNNING } from "../lifecycle/rules.ts";
import { type Currency, type Micros, money, formatBalance } from "../core/money.ts";
import { message } from "../core/message.ts";
import { type PlanId, PLANS, type Terms, termsOf } from "../plans/catalogue.ts";
import type { Doc } from "../core/record.ts";
import { startSubscription } from "../balance/subscription.ts";
import type { Instant } from "../core/time.ts";
import { checkVersion } from "../core/version.ts";

export type { AccountData } from "./schema.ts";

export interface AccountOpening {
  id: string;
  name: string;
  zone: string;
  plan: PlanId;
  currency: Currency;
  /** The person who becomes the owner. */
  owner: string;
  /** Null: the owner runs the agency and is no member here. */
  ownerHasSoftphone: boolean | null;
  openingBalance: Micros;
  /** The parent agency, if any: the opening balance is taken from its available balance. */
  parentAgency: { id: string; name: string; terms: Terms; availableMicros: Micros } | null;
  balanceFrom: "own" | "agency";
}

/** Opens an account: settings, terms, lifecycle, the owner's seat and the opening balance, all or none. */
export function openAccount(opening: AccountOpening, actor: Actor, now: Instant): Effect[] {
  const { id, parentAgency } = opening;
  if (parentAgency && !parentAgency.terms.mayHaveSubAccounts)
    fail("conflict", "account.planWithoutSubAccounts", { plan: parentAgency.terms.planName });
  if (parentAgency === null && opening.balanceFrom === "agency")
    fail("invalid", "account.noAgencyToPay", {}, "balanceFrom");
  const data: AccountData = {
    name: opening.name,
    zone: opening.zone,
    billTo: { company: opening.name, name: "", address: "" },
    idleRule: null,
    owner: opening.owner,
    agency: parentAgency?.id ?? null,
    balanceFrom: opening.balanceFrom,
    phoneLeaseSeconds: PHONE_LEASE_SECONDS.usual,
    guardMinutes: GUARD_MINUTES.usual,
  };
  const terms = termsOf(opening.plan, opening.currency, now);
  const action = message("account.didOpen", { name: opening.name });
  const effects = [
    create(id, "account", id, data, { action }),
    create(id, "terms", id, terms, { action: message("plans.didSign", { plan: terms.planName }) }),
    create(id, "lifecycle", id, RUNNING, { action: message("lifecycle.didStart") }),
    ...(opening.ownerHasSoftphone === null ? [] : ownerMembership(opening, opening.ownerHasSoftphone, actor, now)),
  ];
  // A sub-account has no subscription: the agency's covers all of them.
  if (parentAgency === null) effects.push(startSubscription(id, opening.zone, now, now));
  if (opening.openingBalance > 0) effects.push(post(openingBalance(opening, now)));
  return effects;
}

function ownerMembership(
  { id, owner, plan, parentAgency }: AccountOpening,
  softphone: boolean,
  actor: Actor,
  now: Instant,
): Effect[] {
  return addMember(id, owner, { role: parentAgency ? "administrator" : ownerRole(plan), softphone }, actor, now);
}

function openingBalance(
  { id, name, openingBalance: micros, currency, balanceFrom, parentAgency }: AccountOpening,
  now: Instant,
) {
  const sum = money(micros, currency);
  if (parentAgency === null) return openingMovement(id, sum, message("balance.opening"), now);
  if (balanceFrom === "agency") fail("invalid", "account.openingBalanceUnused", {}, "openingBalanceMicros");
  if (parentAgency.availableMicros < micros) {
    const available = formatBalance(money(parentAgency.availableMicros, currency), "en");
    fail("unpaid", "account.openingBalanceUnpaid", { agency: parentAgency.name, available }, "openingBalanceMicros");
  }
  return openingMovement(
    id,
    sum,
    message("balance.openingFrom", { name, agency: parentAgency.name }),
    now,
    parentAgency.id,
  );
}

const ownerRole = (plan: PlanId): MemberData["role"] =>
  PLANS[plan].mayHaveSubAccounts ? "agency administrator" : "administrator";

/** A membership; a softphone adds a seat: a status and a phone. */
export function addMember(
  account: string,
  person: string,
  member: Omit<MemberData, "frozen">,
  actor: Actor,
  now: Instant,
): Effect[] {
  const { role } = member;
  const action = isSamePerson(actor, person)
    ? message("access.didJoin", { role })
    : message("access.didAdd", { who: person, role });
  return [
    create(account, "member", person, { ...member, frozen: null }, { action }),
    ...(member.softphone ? addSeat(account, person, actor, now) : []),
  ];
}

/** A seat: the status and the phone of a member with a softphone. */
export function addSeat(account: string, person: string, actor: Actor, now: Instant): Effect[] {
  const action = message("agents.didGiveSoftphone", { who: person });
  return [
    create(account, "agent", person, newAgent(actor, now), { action }),
    create(account, "phone", person, { ...NO_PHONE, since: now }, { action }),
  ];
}

/** The account whose balance pays, and decides whether this one is active. */
export const payerOf = (account: string, settings: AccountData): string =>
  settings.balanceFrom === "agency" && settings.agency ? settings.agency : account;

export interface AccountDraft {
  version: number;
  name: string;
  zone: string;
  billTo: AccountData["billTo"];
  idleRule: AccountData["idleRule"];
  phoneLeaseSeconds?: number | undefined;
  guardMinutes?: number | undefined;
}

/**
 * Saves the account's settings against the version that the form was opened with. `hasPlanned`: agents have planned
 * statuses, whose guard is in their records.
 */
export function saveAccount(
  account: Doc<AccountData>,
  statuses: readonly Status[],
  hasPlanned: boolean,
  draft: AccountDraft,
): Effect[] {
  checkVersion(account, draft.version, account.data.name);
  if (draft.idleRule) {
    const status = findUsableStatus(statuses, draft.idleRule.status, "idleRule.status");
    if (status.takesCalls) fail("invalid", "account.idleTakesCalls", { status: status.name }, "idleRule.status");
  }
  const { name, zone, billTo, idleRule } = draft;
  const { phoneLeaseSeconds = account.data.phoneLeaseSeconds, guardMinutes = account.data.guardMinutes } = draft;
  const data = { ...account.data, name, zone, billTo, idleRule, phoneLeaseSeconds, guardMinutes };
  const saved = save("account", account, data, { action: message("account.didSave") });
  if (!hasPlanned || guardMinutes === account.data.guardMinutes) return [saved];
  return [saved, renewalJob(account.id, "everybody", `guard ${account.version}`, 0)];
}

/**
 * The account's creator owns it until the intended owner has joined: nobody is added to an account without their
 * consent.
 */
export function claimOwnership(
  account: Doc<AccountData>,
  { becomesOwner, responsible }: Pick<InvitationData, "becomesOwner" | "responsible">,
  person: string,
): Effect[] {
  if (!becomesOwner || account.data.owner !== responsible) return [];
  return [
    save(
      "account",
      account,
      { ...account.data, owner: person },
      { action: message("account.didTransfer", { who: person }) },
    ),
  ];
}

/** Only the owner can transfer ownership, and only to an administrator of the same account. */
export function transferOwner(
  account: Doc<AccountData>,
  members: readonly Doc<MemberData>[],
  actor: Actor,
  to: string,
): Effect[] {
  if (personOf(actor) !== account.data.owner) fail("forbidden", "account.ownerOnly");
  const member = members.find(({ id }) => id === to) ?? fail("not-found", "access.memberMissing", {}, "to");
  if (member.data.role !== "administrator" && member.data.role !== "agency administrator")
    fail("invalid", "account.ownerMustAdminister", {}, "to");
  if (member.data.frozen !== null) fail("invalid", "account.ownerFrozen", {}, "to");
  if (to === account.data.owner) return [];
  return [
    save("account", account, { ...account.data, owner: to }, { action: message("account.didTransfer", { who: to }) }),
  ];
}
