import { expect, test } from "vitest";
import { may, ROLES } from "../../src/core/permissions.ts";
import { canReadBalance, canReadBoard, canSetOwnStatus } from "../../src/access/popupPermissions.ts";

test.each(ROLES)("the popup's permissions for the role %s match the permission table", (role) => {
  for (const softphone of [true, false])
    for (const parked of [true, false]) {
      const standing = { role, owner: false, softphone, parked, deeds: [], operator: false };
      expect(canSetOwnStatus(standing)).toBe(may(standing, "set own status"));
      expect(canReadBoard(standing)).toBe(may(standing, "read the board"));
      expect(canReadBalance(standing)).toBe(may(standing, "read the balance"));
    }
});
