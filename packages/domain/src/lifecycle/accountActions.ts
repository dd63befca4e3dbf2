import type { Membership } from "../core/permissions.ts";
import { type Lifecycle, isInForce } from "./rules.ts";
import { message, type Message } from "../core/message.ts";
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
  reactivationDeadline: Instant | null;
  /** The names of the first few active sub-accounts. */
  activeSubAccountNames: readonly string[];
  /** Its agency is canceled itself. */
  agencyCanceled: boolean;
  /** It is a sub-account. */
  isSubAccount: boolean;
  /** The plan of its agency has sub-accounts; true where there is none. */
  agencyAllowsSubAccounts: boolean;
}

const ADMINISTRATORS = ["administrator", "agency administrator"] as const;

/**
 * Why an action isn't possible, or null if it is: one table for the server's checks and the buttons. Returns the first
 * reason that applies, missing permission first, then the account's state.
 */
export function actionBlockedReason(
  action: AccountAction,
  { role }: Pick<Membership, "role">,
  state: AccountState,
  now: Instant,
): Message | null {
  const {
    lifecycle,
    paidByAgency,
    agencyCanceled,
    reactivationDeadline: reactivateUntil,
    activeSubAccountNames: subAccounts,
    isSubAccount,
    agencyAllowsSubAccounts,
  } = state;
  if (role === null || !(ADMINISTRATORS as readonly string[]).includes(role)) return message("api.forbidden");
  if (action === "cancel the agency" && role !== "agency administrator") return message("api.forbidden");
  // Administrators may cancel the account, but actions with costs belong to the agency that pays.
  if (role === "administrator" && paidByAgency && action !== "cancel") return message("lifecycle.agencyPays");
  if (action === "export") return null;
  const canceled = isInForce(lifecycle.canceled, now);
  if (action === "undo cancel" || action === "reactivate") {
    if (!canceled) return message("lifecycle.notCanceled");
    if (agencyCanceled) return message("lifecycle.agencyFirst");
    if (!agencyAllowsSubAccounts) return message("plans.agencyHasNoSubAccounts");
    const { undoUntil = 0 } = lifecycle.cancellation ?? {};
    if (action === "undo cancel") return now < undoUntil ? null : message("lifecycle.undoExpired");
    if (now < undoUntil) return message("lifecycle.undoInstead", { until: undoUntil });
    return reactivateUntil !== null && now >= reactivateUntil
      ? message("lifecycle.reactivationExpired", { until: reactivateUntil })
      : null;
  }
  if (canceled) return message("lifecycle.canceled");
  if (action === "change plan") return isSubAccount ? message("plans.belongsToAgency") : null;
  if (action === "cancel the agency") return subAccounts.length > 0 ? null : message("lifecycle.noSubAccounts");
  if (action === "cancel" && subAccounts.length > 0)
    return message("lifecycle.subAccountsOpen", { accounts: subAccounts.join(", ") });
  if (action === "resume" && !isInForce(lifecycle.stopped, now)) return message("lifecycle.notStopped");
  if (action === "unpause" && !isInForce(lifecycle.paused, now)) return message("lifecycle.notPaused");
  return null;
}
