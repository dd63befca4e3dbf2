import { canReadArea } from "@callboard/domain/core/permissions";
import { type OwnAccount, membershipOf } from "../../shared/viewer.ts";

const AREAS = ["team", "routing", "billing", "access", "account"] as const;

/** Whether a person sees the account's history, or only changes about themselves. */
export const readsAllChanges = (account: OwnAccount): boolean =>
  AREAS.some((area) => canReadArea(membershipOf(account), area));
