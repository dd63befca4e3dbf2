import type { Standing } from "./access.ts";

// What the popup asks of somebody's standing, without the table of all deeds, which is too heavy for it. A test holds each
// to what `may` says.

type Own = Pick<Standing, "softphone" | "parked"> & { role: NonNullable<Standing["role"]> };

export const setsOwnStatus = ({ softphone, parked }: Own): boolean => softphone && !parked;
export const readsBoard = ({ role }: Own): boolean => role !== "agent" && role !== "billing";
export const readsBalance = ({ role }: Own): boolean => role === "billing" || role.endsWith("administrator");
