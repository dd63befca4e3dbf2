import { checkGrant, checkRoleChange, type Role, ROLES, type Membership } from "@callboard/domain/core/permissions";

/** The domain's checks throw a failure; here only the answer is needed. */
const passes = (check: () => void): boolean => {
  try {
    check();
    return true;
  } catch {
    return false;
  }
};

/** The roles that the reader may give. The server checks them again. */
export const grantableRoles = (ownMembership: Membership, mayHaveSubAccounts: boolean): Role[] =>
  ROLES.filter(
    (role) => (role !== "agency administrator" || mayHaveSubAccounts) && passes(() => checkGrant(ownMembership, role)),
  );

/** Whether the reader may change the member's role at all: null instead of a new role checks only their ranks. */
export const mayChangeRole = (ownMembership: Membership, member: { role: Role; owner: boolean }): boolean =>
  passes(() => checkRoleChange(ownMembership, member, null));
