import type { Actor } from "../core/actor.ts";
import { create, type Effect, save } from "../core/effect.ts";
import { fail } from "../core/failure.ts";
import { type Currency, type Micros, money, formatBalance } from "../core/money.ts";
import { message, type Phrase } from "../core/message.ts";
import type { RechargeTerms } from "../plans/catalogue.ts";
import type { RechargeSettings } from "./rechargeSchema.ts";
import type { Doc } from "../core/record.ts";
import type { Instant } from "../core/time.ts";

export interface RechargeDraft {
  version: number | null;
  on: boolean;
  threshold: Micros;
  target: Micros;
  cap: Micros | null;
  perCharge: Micros;
  perDay: Micros;
  consent: boolean;
}

/** The text that people agree to. */
export const consentMessage = ({ cap, ...draft }: RechargeDraft, currency: Currency): Phrase => {
  const sum = (micros: Micros) => formatBalance(money(micros, currency), "en");
  const { threshold, target, perCharge, perDay } = draft;
  const values = { threshold: sum(threshold), target: sum(target), perCharge: sum(perCharge), perDay: sum(perDay) };
  return cap === null
    ? message("recharge.consent", values)
    : message("recharge.consentCapped", { ...values, cap: sum(cap) });
};

/**
 * Saves the automatic recharge. Switching it on, or anything that could charge more than was agreed to, needs consent
 * again; its wording is stored. Throws `invalid`, `conflict`.
 */
export function saveRecharge(
  account: string,
  settings: Doc<RechargeSettings> | null,
  draft: RechargeDraft,
  { terms, currency, hasCard }: { terms: RechargeTerms; currency: Currency; hasCard: boolean },
  by: Actor,
  now: Instant,
): Effect[] {
  const { on, threshold, target, cap, perCharge, perDay } = draft;
  if ((settings?.version ?? null) !== draft.version) fail("conflict", "recharge.changedMeanwhile", {}, "version");
  const sum = (micros: Micros) => formatBalance(money(micros, currency), "en");
  if (target - threshold < terms.minimum)
    fail("invalid", "recharge.targetLow", { least: sum(threshold + terms.minimum) }, "target");
  if (cap !== null && cap < target - threshold)
    fail("invalid", "recharge.capLow", { least: sum(target - threshold) }, "cap");
  if (perCharge < target) fail("invalid", "recharge.perChargeLow", { least: sum(target) }, "perCharge");
  if (perDay < perCharge) fail("invalid", "recharge.perDayLow", { least: sum(perCharge) }, "perDay");
  const before = settings?.data ?? null;
  if (on && !hasCard) fail("conflict", "recharge.noCardToSwitchOn", {}, "on");
  const asks = on && chargesMore(before, draft);
  if (asks && !draft.consent) fail("invalid", "recharge.consentNeeded", {}, "consent");
  const consent = asks ? { at: now, by: by.id, text: consentMessage(draft, currency) } : (before?.consent ?? null);
  const data: RechargeSettings = { on, threshold, target, cap, perCharge, perDay, consent };
  const action = message(
    on === (before?.on ?? false) ? "recharge.didChange" : on ? "recharge.didSwitchOn" : "recharge.didSwitchOff",
  );
  return settings
    ? [save("rechargeSettings", settings, data, { action })]
    : [create(account, "rechargeSettings", account, data, { action })];
}

/** Whether it exceeds what was agreed to. */
export function chargesMore(
  before: RechargeSettings | null,
  next: Omit<RechargeDraft, "version" | "consent">,
): boolean {
  if (!before?.on) return true;
  const sums = ["threshold", "target", "perCharge", "perDay"] as const;
  if (sums.some((name) => next[name] > before[name])) return true;
  return before.cap !== null && (next.cap === null || next.cap > before.cap);
}
