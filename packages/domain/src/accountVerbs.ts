import type { Standing } from "./access.ts";
import { type Lifecycle, holds } from "./lifecycle.ts";
import { phrase, type Phrase } from "./phrase.ts";
import type { Instant } from "./time.ts";

/** What can be done with an account as a whole. */
export const VERBS = [
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
export type Verb = (typeof VERBS)[number];

/** How an account stands, as far as what can be done with it depends on it. */
export interface AccountState {
  lifecycle: Lifecycle;
  /** Its agency's balance pays for it. */
  paidByAgency: boolean;
  /** Until then it can be reactivated, where the operator set a window; null: at any time. */
  returnUntil: Instant | null;
  /** Names of sub-accounts that work under it, the first few. */
  below: readonly string[];
  /** Its agency is canceled itself. */
  agencyCanceled: boolean;
  /** It is a sub-account. */
  isBelow: boolean;
  /** The plan of its agency has sub-accounts; true where there is none. */
  agencyFits: boolean;
}

const CLOSERS = ["administrator", "agency administrator"] as const;

/**
 * Why something cannot be done, or null where it can: the one table behind the server's refusals and the buttons. The
 * first reason that holds is given, who may do it at all before how things stand.
 */
export function whyNotVerb(
  verb: Verb,
  { role }: Pick<Standing, "role">,
  state: AccountState,
  now: Instant,
): Phrase | null {
  const { lifecycle, paidByAgency, agencyCanceled, returnUntil, below, isBelow, agencyFits } = state;
  if (role === null || !(CLOSERS as readonly string[]).includes(role)) return phrase("call.forbidden");
  if (verb === "cancel the agency" && role !== "agency administrator") return phrase("call.forbidden");
  // An account is closed by whoever runs it; what goes on costing or begins to cost is for who pays.
  if (role === "administrator" && paidByAgency && verb !== "cancel") return phrase("lifecycle.agencyPays");
  if (verb === "export") return null;
  const canceled = holds(lifecycle.canceled, now);
  if (verb === "undo cancel" || verb === "reactivate") {
    if (!canceled) return phrase("lifecycle.notCanceled");
    if (agencyCanceled) return phrase("lifecycle.agencyFirst");
    if (!agencyFits) return phrase("plans.agencyWithout");
    const { undoUntil = 0 } = lifecycle.leaving ?? {};
    if (verb === "undo cancel") return now < undoUntil ? null : phrase("lifecycle.undoOver");
    if (now < undoUntil) return phrase("lifecycle.undoRather", { until: undoUntil });
    return returnUntil !== null && now >= returnUntil ? phrase("lifecycle.windowOver", { until: returnUntil }) : null;
  }
  if (canceled) return phrase("lifecycle.canceled");
  if (verb === "change plan") return isBelow ? phrase("plans.agencys") : null;
  if (verb === "cancel the agency") return below.length > 0 ? null : phrase("lifecycle.nothingBelow");
  if (verb === "cancel" && below.length > 0) return phrase("lifecycle.subAccountsOpen", { accounts: below.join(", ") });
  if (verb === "resume" && !holds(lifecycle.stopped, now)) return phrase("lifecycle.notStopped");
  if (verb === "unpause" && !holds(lifecycle.paused, now)) return phrase("lifecycle.notPaused");
  return null;
}
