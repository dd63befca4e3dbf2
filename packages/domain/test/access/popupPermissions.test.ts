import { expect, test } from "vitest";
import { may, ROLES } from "../../src/core/permissions.ts";
import { canReadBalance, canReadBoard, canSetOwnStatus } from "../../src/access/popupPermissions.ts";

test.each(ROLES)("the popup's permissions for the role %s match the permission table", (role) => {
  for (const softphone of [true, false])
    for (const frozen of [true, false]) {
      const membership = { role, owner: false, softphone, frozen, permissions: [], operator: false };
      expect(canSetOwnStatus(membership)).toBe(may(membership, "set own status"));
      expect(canReadBoard(membership)).toBe(may(membership, "read the board"));
      expect(canReadBalance(membership)).toBe(may(membership, "read the balance"));
    }
});
