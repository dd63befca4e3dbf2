import { canReadArea } from "@callboard/domain/access";
import { type OwnAccount, membershipOf } from "../../shell/viewer.ts";

const AREAS = ["team", "routing", "billing", "access", "account"] as const;

/** Whether a person sees the account's history, or only what was changed about them. */
export const readsAllChanges = (account: OwnAccount): boolean =>
  AREAS.some((area) => canReadArea(membershipOf(account), area));
