import { fail } from "./failure.ts";

/** Roles in an account, lowest first. The operator is platform staff and has none. */
export const ROLES = [
  "agent",
  "call manager",
  "report manager",
  "billing",
  "administrator",
  "agency administrator",
] as const;
export type Role = (typeof ROLES)[number];

/** The area of a kind, which decides who may read its history. */
export type Area = "team" | "routing" | "billing" | "access" | "account";

const EVERY_ROLE: readonly Role[] = ROLES;
const MANAGERS: readonly Role[] = ["call manager", "report manager", "administrator", "agency administrator"];
const REPORT_READERS: readonly Role[] = ["report manager", "administrator", "agency administrator"];
const HISTORY_READERS: readonly Role[] = ["report manager", "billing", "administrator", "agency administrator"];
const BILLING: readonly Role[] = ["billing", "administrator", "agency administrator"];
const ADMINS: readonly Role[] = ["administrator", "agency administrator"];
const AGENCY: readonly Role[] = ["agency administrator"];
const NOBODY: readonly Role[] = [];

/** Which role has which permission. Every procedure requires one of these; the screens use the same table. */
export const PERMISSIONS = {
  "use the account": EVERY_ROLE,
  "set own status": EVERY_ROLE,
  "read own time": EVERY_ROLE,
  "read the board": MANAGERS,
  "set another's status": MANAGERS,
  "read routing": MANAGERS,
  "read others' time": REPORT_READERS,
  "decide corrections": REPORT_READERS,
  "read history": HISTORY_READERS,
  "read the balance": BILLING,
  "send statements": BILLING,
  "define statuses": ADMINS,
  "change routing": ADMINS,
  /** To start, pause, stop and retry runs. */
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

export type Permission = keyof typeof PERMISSIONS;
export const ALL_PERMISSIONS = Object.keys(PERMISSIONS) as [Permission, ...Permission[]];

/** The permissions that an API key can have; it never exceeds its creator's role. */
export const KEY_PERMISSIONS = [
  "send phone events",
  "set another's status",
  "read the board",
  "read history",
  "read the balance",
  "define statuses",
  "read routing",
  "change routing",
] as const satisfies readonly Permission[];
export type KeyPermission = (typeof KEY_PERMISSIONS)[number];

/** The permission of an operator's key for a meter. Nobody in an account can grant it. */
export const METER_PERMISSION = "record usage" satisfies Permission;
export type AnyKeyPermission = KeyPermission | typeof METER_PERMISSION;

/** Permissions that need a softphone: a member without one has no status. */
const NEEDS_SOFTPHONE: readonly Permission[] = ["set own status", "read own time"];

/** Permissions that only read: allowed in every state of the account, even canceled. */
const READ_PERMISSIONS: readonly Permission[] = [
  "use the account",
  "read the board",
  "read routing",
  "read own time",
  "read others' time",
  "read history",
  "read the balance",
  "read the status",
  "export",
];
export const isReadPermission = (permission: Permission): boolean => READ_PERMISSIONS.includes(permission);

/**
 * Usage from before a cancellation may be reported afterwards, the account's statements remain its own, and it can be
 * reactivated, which may need a card. Releasing or moving its numbers may still be in progress.
 */
const ALLOWED_IN_EVERY_STATE: readonly Permission[] = [
  METER_PERMISSION,
  // A call may end after its account was canceled, and the caller of a canceled one still hears why.
  "send phone events",
  "send statements",
  "reactivate",
  "manage cards",
  "direct runs",
  "take rights away",
];
export const isAlwaysAllowed = (permission: Permission): boolean =>
  isReadPermission(permission) || ALLOWED_IN_EVERY_STATE.includes(permission);

/** A caller's rights in an account: from a membership, as an agency's administrator, or from a key. */
export interface Membership {
  role: Role | null;
  owner: boolean;
  softphone: boolean;
  permissions: readonly Permission[];
  operator: boolean;
  /** Frozen: beyond the plan, may only read. */
  frozen: boolean;
}

/** No rights: no role, no key. */
export const NO_MEMBERSHIP: Membership = {
  role: null,
  owner: false,
  softphone: false,
  permissions: [],
  operator: false,
  frozen: false,
};

export function may(membership: Membership, permission: Permission): boolean {
  if (permission === "operate") return membership.operator;
  if (membership.frozen && !isReadPermission(permission)) return false;
  if (NEEDS_SOFTPHONE.includes(permission) && !membership.softphone) return false;
  if (membership.role !== null) return isGrantedTo(permission, membership.role);
  return membership.permissions.includes(permission);
}

/** A key never exceeds its creator's role; only administrators can grant phone events. */
export const mayGrantToKey = (membership: Membership, permission: KeyPermission): boolean =>
  permission === "send phone events" ? may(membership, "manage the account") : may(membership, permission);

/** A key's effective permissions: those that its owner could still grant now. */
export const effectiveKeyPermissions = (
  membership: Membership,
  permissions: readonly AnyKeyPermission[],
): AnyKeyPermission[] =>
  permissions.filter((permission) =>
    permission === METER_PERMISSION ? may(membership, "operate") : mayGrantToKey(membership, permission),
  );

/** Whether somebody may read an area of the history. Changes about oneself can always be read. */
export function canReadArea(membership: Membership, area: Area): boolean {
  if (!may(membership, "read history")) return false;
  if (membership.role === "billing") return area === "billing";
  if (membership.role === "report manager" || membership.role === null) return area !== "billing" && area !== "access";
  return true;
}

/**
 * The requirements for reading a kind's history besides its area: these permissions, or those that each record names in
 * a field, which include `least`.
 */
export type ReadBy = "area" | readonly Permission[] | { field: string; least: readonly Permission[] };
interface HistoryAccess {
  area: Area;
  readBy: ReadBy;
}

export const mayAll = (membership: Membership, permissions: readonly Permission[]): boolean =>
  permissions.every((permission) => may(membership, permission));

/** Whether somebody may read the history of a kind at all; for some kinds that doesn't include every record. */
export const canReadKind = (membership: Membership, { area, readBy }: HistoryAccess): boolean =>
  canReadArea(membership, area) && (readBy === "area" || mayAll(membership, "field" in readBy ? readBy.least : readBy));

/** Whether somebody may read the history of this record. */
export function canReadRecord(membership: Membership, kind: HistoryAccess, data: object): boolean {
  const { readBy } = kind;
  if (!canReadKind(membership, kind)) return false;
  if (readBy === "area" || !("field" in readBy)) return true;
  return mayAll(membership, (data as Record<string, readonly Permission[]>)[readBy.field]!);
}

/** Whether a change event is sent to somebody: if their role's screens show it, or if it is about themselves. */
export function receivesChange(
  membership: Membership,
  person: string | null,
  change: {
    kind: string;
    id: string;
    area: Area;
    people?: readonly string[] | undefined;
    permissions?: readonly Permission[] | undefined;
  },
): boolean {
  if (change.permissions && !mayAll(membership, change.permissions)) return false;
  if (change.kind === "status" || change.area === "account") return true;
  if (person !== null && (change.id === person || change.people?.includes(person))) return true;
  if (change.area === "team") return may(membership, "read the board");
  if (change.area === "routing") return may(membership, "read routing");
  if (change.area === "billing") return may(membership, "read the balance");
  return may(membership, "manage the account");
}

/** How high a role ranks, from 1; the owner is above all roles. */
const rank = (role: Role, owner: boolean): number =>
  owner ? 5 : role === "agency administrator" ? 4 : role === "administrator" ? 3 : role === "agent" ? 1 : 2;

/** People may only change roles of those ranked below them, and grant none above their own. */
export function checkRoleChange(mine: Membership, theirs: { role: Role; owner: boolean }, next: Role | null): void {
  if (theirs.owner) fail("forbidden", "access.ownerStays");
  const myRank = mine.role === null ? 0 : rank(mine.role, mine.owner);
  if (rank(theirs.role, false) >= myRank) fail("forbidden", "access.rankedAbove", { role: theirs.role });
  if (next !== null) checkGrant(mine, next);
}

export const mayGrant = (mine: Membership, role: Role): boolean =>
  mine.role !== null && rank(role, false) <= rank(mine.role, mine.owner);

export function checkGrant(mine: Membership, role: Role): void {
  if (!mayGrant(mine, role)) fail("forbidden", "access.roleAboveOwn", { role }, "role");
}

/** Whether the next role and softphone allow anything that the previous ones didn't. */
export function grantsMore(before: RoleAndSoftphone, next: RoleAndSoftphone): boolean {
  const added = (permission: Permission) => isGrantedTo(permission, next.role) && !isGrantedTo(permission, before.role);
  return (next.softphone && !before.softphone) || ALL_PERMISSIONS.some(added);
}
type RoleAndSoftphone = Pick<Membership, "softphone"> & { role: Role };
const isGrantedTo = (permission: Permission, role: Role): boolean =>
  (PERMISSIONS[permission] as readonly Role[]).includes(role);

/** When an invitation is accepted, the person responsible for it must still be allowed to grant its role. */
export function checkInviterMayGrant(inviter: Membership, role: Role): void {
  if (!may(inviter, "manage the account") || !mayGrant(inviter, role)) fail("conflict", "access.inviterMayNoLonger");
}
