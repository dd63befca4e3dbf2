import { refuse } from "./failure.ts";

/** Roles inside an account, lowest first. The operator is platform staff and has none. */
export const ROLES = [
  "agent",
  "call manager",
  "report manager",
  "billing",
  "administrator",
  "agency administrator",
] as const;
export type Role = (typeof ROLES)[number];

/** What a kind of record is about: decides who may read it. */
export type Area = "team" | "routing" | "billing" | "access" | "account";

const AGENT: readonly Role[] = ROLES;
const MANAGERS: readonly Role[] = ["call manager", "report manager", "administrator", "agency administrator"];
const REPORTS: readonly Role[] = ["report manager", "administrator", "agency administrator"];
const HISTORY: readonly Role[] = ["report manager", "billing", "administrator", "agency administrator"];
const BILLING: readonly Role[] = ["billing", "administrator", "agency administrator"];
const ADMINS: readonly Role[] = ["administrator", "agency administrator"];
const AGENCY: readonly Role[] = ["agency administrator"];
const NOBODY: readonly Role[] = [];

/** Who may do what. Every procedure opens with one of these deeds; the screens show the same answer. */
export const DEEDS = {
  "use the account": AGENT,
  "set own status": AGENT,
  "read the board": MANAGERS,
  "set another's status": MANAGERS,
  "read routing": MANAGERS,
  "read others' time": REPORTS,
  "read history": HISTORY,
  "read the balance": BILLING,
  "send statements": BILLING,
  "define statuses": ADMINS,
  "change routing": ADMINS,
  "direct runs": ADMINS,
  restore: ADMINS,
  "manage money": ADMINS,
  "manage cards": ADMINS,
  "manage the account": ADMINS,
  "take rights away": ADMINS,
  "close the account": ADMINS,
  "read the status": ADMINS,
  reactivate: ADMINS,
  export: ADMINS,
  "run the agency": AGENCY,
  "send phone events": NOBODY,
  "record usage": NOBODY,
  operate: NOBODY,
} satisfies Record<string, readonly Role[]>;

export type Deed = keyof typeof DEEDS;
export const ALL_DEEDS = Object.keys(DEEDS) as [Deed, ...Deed[]];

/** The deeds that an API key can be given; each lets in no more than its maker's own role. */
export const KEY_DEEDS = [
  "send phone events",
  "set another's status",
  "read the board",
  "read history",
  "read the balance",
  "define statuses",
  "read routing",
  "change routing",
] as const satisfies readonly Deed[];
export type KeyDeed = (typeof KEY_DEEDS)[number];

/** What an operator's key for a meter may do. Nobody in an account hands it out. */
export const METER_DEED = "record usage" satisfies Deed;
export type AnyKeyDeed = KeyDeed | typeof METER_DEED;

/** Deeds that belong to one's own seat with a phone: a membership without one has no status. */
const NEEDS_SOFTPHONE: readonly Deed[] = ["set own status"];

/** Deeds that only read: allowed in any state of the account, a canceled one included. */
const READS: readonly Deed[] = [
  "use the account",
  "read the board",
  "read routing",
  "read others' time",
  "read history",
  "read the balance",
  "read the status",
  "export",
];
export const isReading = (deed: Deed): boolean => READS.includes(deed);

/**
 * What was used before an account was canceled may be told afterwards, its statements are its own, and it can come back:
 * for which it may need a card. What becomes of its numbers may still be under way. Whoever reads it, or could bring it
 * back, can be kept from both.
 */
const IN_EVERY_STATE: readonly Deed[] = [
  METER_DEED,
  "send statements",
  "reactivate",
  "manage cards",
  "direct runs",
  "take rights away",
];
export const isAlwaysAllowed = (deed: Deed): boolean => isReading(deed) || IN_EVERY_STATE.includes(deed);

/** How somebody stands in an account: by a membership, by an agency's administrator, or by a key. */
export interface Standing {
  role: Role | null;
  owner: boolean;
  softphone: boolean;
  deeds: readonly Deed[];
  operator: boolean;
  /** Beyond the plan: reads what the role reads, and no more. */
  parked: boolean;
}

/** Somebody who stands nowhere: no role, no key. */
export const NO_STANDING: Standing = {
  role: null,
  owner: false,
  softphone: false,
  deeds: [],
  operator: false,
  parked: false,
};

export function may(standing: Standing, deed: Deed): boolean {
  if (deed === "operate") return standing.operator;
  if (standing.parked && !isReading(deed)) return false;
  if (NEEDS_SOFTPHONE.includes(deed) && !standing.softphone) return false;
  if (standing.role !== null) return hasRole(deed, standing.role);
  return standing.deeds.includes(deed);
}

/** A key never lets in more than its maker's own role; phone events are for administrators to hand out. */
export const mayHandOut = (standing: Standing, deed: KeyDeed): boolean =>
  deed === "send phone events" ? may(standing, "manage the account") : may(standing, deed);

/** What is left of a key's deeds: no more than whoever answers for it could hand out now. */
export const stillHandedOut = (standing: Standing, deeds: readonly AnyKeyDeed[]): AnyKeyDeed[] =>
  deeds.filter((deed) => (deed === METER_DEED ? may(standing, "operate") : mayHandOut(standing, deed)));

/** Which areas of the change history somebody may read; what was changed about oneself is always one's own to read. */
export function readsHistory(standing: Standing, area: Area): boolean {
  if (!may(standing, "read history")) return false;
  if (standing.role === "billing") return area === "billing";
  if (standing.role === "report manager" || standing.role === null) return area !== "billing" && area !== "access";
  return true;
}

/**
 * By whose right the past of a kind is read where that of its area is not enough: by these deeds, or by those that each
 * record names in a field of its own, the `least` of them in all.
 */
export type ReadBy = "area" | readonly Deed[] | { field: string; least: readonly Deed[] };
interface Read {
  area: Area;
  readBy: ReadBy;
}

export const mayAll = (standing: Standing, deeds: readonly Deed[]): boolean =>
  deeds.every((deed) => may(standing, deed));

/** Whether somebody may read the past of a kind at all; of some kinds that is not that of each record. */
export const readsKind = (standing: Standing, { area, readBy }: Read): boolean =>
  readsHistory(standing, area) && (readBy === "area" || mayAll(standing, "field" in readBy ? readBy.least : readBy));

/** Whether somebody may read the past of this very record. */
export function readsRecord(standing: Standing, kind: Read, data: object): boolean {
  const { readBy } = kind;
  if (!readsKind(standing, kind)) return false;
  if (readBy === "area" || !("field" in readBy)) return true;
  return mayAll(standing, (data as Record<string, readonly Deed[]>)[readBy.field]!);
}

/** Which live changes reach somebody: what the screens of that role show, and what is about oneself. */
export function hears(
  standing: Standing,
  person: string | null,
  change: {
    kind: string;
    id: string;
    area: Area;
    about?: readonly string[] | undefined;
    deeds?: readonly Deed[] | undefined;
  },
): boolean {
  if (change.deeds && !mayAll(standing, change.deeds)) return false;
  if (change.kind === "status" || change.area === "account") return true;
  if (person !== null && (change.id === person || change.about?.includes(person))) return true;
  if (change.area === "team") return may(standing, "read the board");
  if (change.area === "routing") return may(standing, "read routing");
  if (change.area === "billing") return may(standing, "read the balance");
  return may(standing, "manage the account");
}

const rank = (role: Role, owner: boolean): number =>
  owner ? 5 : role === "agency administrator" ? 4 : role === "administrator" ? 3 : role === "agent" ? 1 : 2;

/** One may change the role only of people ranked below oneself, and give none above one's own. */
export function checkRoleChange(mine: Standing, theirs: { role: Role; owner: boolean }, next: Role | null): void {
  if (theirs.owner) refuse("forbidden", "access.ownerStays");
  const own = mine.role === null ? 0 : rank(mine.role, mine.owner);
  if (rank(theirs.role, false) >= own) refuse("forbidden", "access.rankedAbove", { role: theirs.role });
  if (next !== null) checkGrant(mine, next);
}

export const mayGrant = (mine: Standing, role: Role): boolean =>
  mine.role !== null && rank(role, false) <= rank(mine.role, mine.owner);

export function checkGrant(mine: Standing, role: Role): void {
  if (!mayGrant(mine, role)) refuse("forbidden", "access.roleAboveOwn", { role }, "role");
}

/** Whether somebody could do anything with a seat that they could not with the one before. */
export function givesMore(before: Seat, next: Seat): boolean {
  const added = (deed: Deed) => hasRole(deed, next.role) && !hasRole(deed, before.role);
  return (next.softphone && !before.softphone) || ALL_DEEDS.some(added);
}
type Seat = Pick<Standing, "softphone"> & { role: Role };
const hasRole = (deed: Deed, role: Role): boolean => (DEEDS[deed] as readonly Role[]).includes(role);

/** An invitation is worth what its maker's role is worth when it is accepted. */
export function checkInviter(maker: Standing, role: Role): void {
  if (!may(maker, "manage the account") || !mayGrant(maker, role)) refuse("conflict", "access.inviterGone");
}
