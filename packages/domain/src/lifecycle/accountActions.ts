import type { Membership } from "../core/permissions.ts";
import { type Lifecycle, isInForce } from "./rules.ts";
import { message, type Phrase } from "../core/message.ts";
import type { Instant } from "../core/time.ts";

/** The actions on a whole account. */
export const ACCOUNT_ACTIONS = [
  "stop",
  "resume",
  "pause",
  "unpause",
  "cancel",
  "undo cancel",
  "reactivate",
  "cancel the agency",
  "change plan",
  "export",
] as const;
export type AccountAction = (typeof ACCOUNT_ACTIONS)[number];

/** The state of an account that decides which actions are possible. */
export interface AccountState {
  lifecycle: Lifecycle;
  /** Its agency's balance pays for it. */
  paidByAgency: boolean;
  /** The end of the reactivation window; null if the operator set none. */
  returnUntil: Instant | null;
  /** The names of the first few active sub-accounts. */
  below: readonly string[];
  /** Its agency is canceled itself. */
  agencyCanceled: boolean;
  /** It is a sub-account. */
  isBelow: boolean;
  /** The plan of its agency has sub-accounts; true where there is none. */
  agencyFits: boolean;
}

const ADMINISTRATORS = ["administrator", "agency administrator"] as const;

/**
 * Why an action isn't possible, or null if it is: one table for the server's checks and the buttons. Returns the first
 * reason that applies, missing permission first, then the account's state.
 */
export function actionBlockedReason(
  verb: AccountAction,
  { role }: Pick<Membership, "role">,
  state: AccountState,
  now: Instant,
): Phrase | null {
  const { lifecycle, paidByAgency, agencyCanceled, returnUntil, below, isBelow, agencyFits } = state;
  if (role === null || !(ADMINISTRATORS as readonly string[]).includes(role)) return message("call.forbidden");
  if (verb === "cancel the agency" && role !== "agency administrator") return message("call.forbidden");
  // Administrators may cancel the account, but actions with costs belong to the agency that pays.
  if (role === "administrator" && paidByAgency && verb !== "cancel") return message("lifecycle.agencyPays");
  if (verb === "export") return null;
  const canceled = isInForce(lifecycle.canceled, now);
  if (verb === "undo cancel" || verb === "reactivate") {
    if (!canceled) return message("lifecycle.notCanceled");
    if (agencyCanceled) return message("lifecycle.agencyFirst");
    if (!agencyFits) return message("plans.agencyWithout");
    const { undoUntil = 0 } = lifecycle.leaving ?? {};
    if (verb === "undo cancel") return now < undoUntil ? null : message("lifecycle.undoOver");
    if (now < undoUntil) return message("lifecycle.undoRather", { until: undoUntil });
    return returnUntil !== null && now >= returnUntil ? message("lifecycle.windowOver", { until: returnUntil }) : null;
  }
  if (canceled) return message("lifecycle.canceled");
  if (verb === "change plan") return isBelow ? message("plans.agencys") : null;
  if (verb === "cancel the agency") return below.length > 0 ? null : message("lifecycle.nothingBelow");
  if (verb === "cancel" && below.length > 0)
    return message("lifecycle.subAccountsOpen", { accounts: below.join(", ") });
  if (verb === "resume" && !isInForce(lifecycle.stopped, now)) return message("lifecycle.notStopped");
  if (verb === "unpause" && !isInForce(lifecycle.paused, now)) return message("lifecycle.notPaused");
  return null;
}
