import type { Actor } from "../core/actor.ts";
import { create, type Effect, save } from "../core/effect.ts";
import { fail } from "../core/failure.ts";
import { type Currency, type Micros, money, formatBalance } from "../core/money.ts";
import { message, type Message } from "../core/message.ts";
import type { RechargeTerms } from "../plans/catalogue.ts";
import type { RechargeSettings } from "./rechargeSchema.ts";
import type { Doc } from "../core/record.ts";
import type { Instant } from "../core/time.ts";

/** The settings as a person submits them. */
export interface RechargeDraft {
  /** The version that the form was opened with; null if nothing was saved before. */
  version: number | null;
  enabled: boolean;
  threshold: Micros;
  target: Micros;
  monthlyCap: Micros | null;
  perCharge: Micros;
  perDay: Micros;
  /** The person agrees to the text of `consentMessage`. */
  consent: boolean;
}

/** The text that people agree to. */
export const consentMessage = ({ monthlyCap, ...draft }: RechargeDraft, currency: Currency): Message => {
  const format = (micros: Micros) => formatBalance(money(micros, currency), "en");
  const { threshold, target, perCharge, perDay } = draft;
  const values = {
    threshold: format(threshold),
    target: format(target),
    perCharge: format(perCharge),
    perDay: format(perDay),
  };
  return monthlyCap === null
    ? message("balance.recharge.consent", values)
    : message("balance.recharge.consentCapped", { ...values, cap: format(monthlyCap) });
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
  const { enabled, threshold, target, monthlyCap, perCharge, perDay } = draft;
  if ((settings?.version ?? null) !== draft.version)
    fail("conflict", "balance.recharge.changedMeanwhile", {}, "version");
  const format = (micros: Micros) => formatBalance(money(micros, currency), "en");
  if (target - threshold < terms.minimum)
    fail("invalid", "balance.recharge.targetLow", { least: format(threshold + terms.minimum) }, "target");
  if (monthlyCap !== null && monthlyCap < target - threshold)
    fail("invalid", "balance.recharge.capLow", { least: format(target - threshold) }, "monthlyCap");
  if (perCharge < target) fail("invalid", "balance.recharge.perChargeLow", { least: format(target) }, "perCharge");
  if (perDay < perCharge) fail("invalid", "balance.recharge.perDayLow", { least: format(perCharge) }, "perDay");
  const before = settings?.data ?? null;
  if (enabled && !hasCard) fail("conflict", "balance.recharge.noCardToSwitchOn", {}, "enabled");
  const needsConsent = enabled && chargesMore(before, draft);
  if (needsConsent && !draft.consent) fail("invalid", "balance.recharge.consentNeeded", {}, "consent");
  const consent = needsConsent
    ? { at: now, by: by.id, text: consentMessage(draft, currency) }
    : (before?.consent ?? null);
  const data: RechargeSettings = { enabled, threshold, target, monthlyCap, perCharge, perDay, consent };
  const action = message(
    enabled === (before?.enabled ?? false)
      ? "balance.recharge.didChange"
      : enabled
        ? "balance.recharge.didSwitchOn"
        : "balance.recharge.didSwitchOff",
  );
  return settings
    ? [save("rechargeSettings", settings, data, { action })]
    : [create(account, "rechargeSettings", account, data, { action })];
}

/** Whether the next settings may charge more than was agreed to; always so if it was off. */
export function chargesMore(
  before: RechargeSettings | null,
  next: Omit<RechargeDraft, "version" | "consent">,
): boolean {
  if (!before?.enabled) return true;
  const amounts = ["threshold", "target", "perCharge", "perDay"] as const;
  if (amounts.some((name) => next[name] > before[name])) return true;
  return before.monthlyCap !== null && (next.monthlyCap === null || next.monthlyCap > before.monthlyCap);
}
