import type { Membership } from "../core/permissions.ts";

// What the popup asks of somebody's standing, without the table of all deeds, which is too heavy for it. A test holds each
// to what `may` says.

type OwnMembership = Pick<Membership, "softphone" | "parked"> & { role: NonNullable<Membership["role"]> };

export const canSetOwnStatus = ({ softphone, parked }: OwnMembership): boolean => softphone && !parked;
export const canReadBoard = ({ role }: OwnMembership): boolean => role !== "agent" && role !== "billing";
export const canReadBalance = ({ role }: OwnMembership): boolean =>
  role === "billing" || role.endsWith("administrator");
