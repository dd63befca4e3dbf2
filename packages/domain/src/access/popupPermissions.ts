import type { Membership } from "../core/permissions.ts";

// The popup's permission checks, without the permission table, which would make it too heavy. A test compares each with
// `may`.

type OwnMembership = Pick<Membership, "softphone" | "frozen"> & { role: NonNullable<Membership["role"]> };

export const canSetOwnStatus = ({ softphone, frozen }: OwnMembership): boolean => softphone && !frozen;
export const canReadBoard = ({ role }: OwnMembership): boolean => role !== "agent" && role !== "billing";
export const canReadBalance = ({ role }: OwnMembership): boolean =>
  role === "billing" || role.endsWith("administrator");
