import { readsHistory } from "@callboard/domain/access";
import { type OwnAccount, standingIn } from "../../shell/viewer.ts";

const AREAS = ["team", "routing", "billing", "access", "account"] as const;

/** Whether a person sees the account's history, or only what was changed about them. */
export const seesAll = (account: OwnAccount): boolean => AREAS.some((area) => readsHistory(standingIn(account), area));
