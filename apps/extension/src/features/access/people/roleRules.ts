import { checkGrant, checkRoleChange, type Role, ROLES, type Membership } from "@callboard/domain/core/permissions";

const passes = (check: () => void): boolean => {
  try {
    check();
    return true;
  } catch {
    return false;
  }
};

/** The roles that the reader may give. The server checks them again. */
export const grantableRoles = (mine: Membership, mayHaveSubAccounts: boolean): Role[] =>
  ROLES.filter(
    (role) => (role !== "agency administrator" || mayHaveSubAccounts) && passes(() => checkGrant(mine, role)),
  );

export const mayChangeRole = (mine: Membership, theirs: { role: Role; owner: boolean }): boolean =>
  passes(() => checkRoleChange(mine, theirs, null));
