import type { Membership } from "../core/permissions.ts";

// The popup's permission checks, without the permission table, which would make it too heavy. A test compares each with
// `may`.

type OwnMembership = Pick<Membership, "softphone" | "parked"> & { role: NonNullable<Membership["role"]> };

export const canSetOwnStatus = ({ softphone, parked }: OwnMembership): boolean => softphone && !parked;
export const canReadBoard = ({ role }: OwnMembership): boolean => role !== "agent" && role !== "billing";
export const canReadBalance = ({ role }: OwnMembership): boolean =>
  role === "billing" || role.endsWith("administrator");
