import { decision } from "@callboard/domain/core/effect";
import { fail } from "@callboard/domain/core/failure";
import {
  RechargeInput,
  RechargeSettingsInput,
  RechargePageInput,
  ZoneInput,
  TopUpInput,
} from "@callboard/domain/balance/rechargeSchema";
import { usableCards } from "@callboard/domain/cards/cardChain";
import { type Recharge, topUp } from "@callboard/domain/balance/recharge";
import { chargedSince } from "@callboard/domain/balance/rechargeLimits";
import { DEFAULT_RECHARGE_LIMIT } from "@callboard/domain/balance/types";
import { chargesMore, consentMessage, saveRecharge } from "@callboard/domain/balance/rechargeSettings";
import { formatActor } from "@callboard/domain/core/fieldFormat";
import type { ValueFormatter } from "@callboard/domain/core/valueFormatter";
import * as z from "zod/mini";
import { readPage } from "../../store/search/lists.ts";
import { findOptional, findOne, findMany } from "../../store/queries.ts";
import { rechargeFactsFrom, rechargeQueries } from "../../store/reads/rechargeFacts.ts";
import { readForecast } from "../../store/reads/forecast.ts";
import { readVisibility } from "../../store/reads/ownVisibility.ts";
import { commit, read } from "../../store/commit.ts";
import { accountProcedure } from "../../rpc/procedures.ts";
import { withDisplayNames } from "../../store/reads/displayNames.ts";

const readsBalance = accountProcedure("read the balance");
const managesMoney = accountProcedure("manage money");

/** Automatic recharges, top-ups, and why each was or wasn't charged. */
export const rechargeProcedures = {
  /** The recharge settings; the plan's defaults if nobody has chosen any. */
  rechargeSettings: readsBalance.input(z._default(ZoneInput, {})).query(async ({ ctx, input }) => {
    const { scope, context } = ctx;
    const accountFacts = await read(scope, rechargeQueries(scope.account));
    const { locale } = await readVisibility(scope, context, input.zone);
    const facts = rechargeFactsFrom(accountFacts, scope.now);
    const balanceForecast = await readForecast(scope, context.zone, accountFacts);
    const { settings } = facts;
    const { recharge: planDefaults, currency } = accountFacts.terms.data;
    const { threshold, target } = settings?.data ?? planDefaults;
    const { monthlyCap, perCharge, perDay } = settings?.data ?? {
      monthlyCap: null,
      perCharge: DEFAULT_RECHARGE_LIMIT,
      perDay: DEFAULT_RECHARGE_LIMIT,
    };
    // The settings as they would be saved, for the sentence that people must agree to.
    const draft = { version: null, enabled: true, threshold, target, monthlyCap, perCharge, perDay, consent: true };
    const { recentCharges } = facts;
    return withDisplayNames(scope, locale, (show) => ({
      paidByAgency: accountFacts.account.data.balanceFrom === "agency",
      version: settings?.version ?? null,
      enabled: settings?.data.enabled ?? false,
      threshold,
      target,
      monthlyCap,
      perCharge,
      perDay,
      minimum: planDefaults.minimum,
      currency,
      consentWords: show.message(consentMessage(draft, currency)),
      asksConsent: chargesMore(settings?.data ?? null, { ...draft, enabled: true }),
      hasCard: (facts.wallet?.data.primary ?? null) !== null,
      /** How many cards can be charged now. */
      usable: usableCards(facts, scope.now).length,
      charged: chargedSince(recentCharges, recentCharges.month.from),
      isBelowThreshold: accountFacts.balance < threshold,
      forecast: show.message(balanceForecast.why),
      coveredUntil: balanceForecast.until,
      current: [...accountFacts.open].map((recharge) => rechargeView(recharge, show)).at(0) ?? null,
      now: scope.now,
    }));
  }),

  saveRechargeSettings: managesMoney.input(RechargeSettingsInput).mutation(({ ctx, input }) => {
    const { scope } = ctx;
    const queries = {
      account: findOne("account", scope.account),
      settings: findOptional("rechargeSettings", scope.account),
      terms: findOne("terms", scope.account),
      wallet: findOptional("wallet", scope.account),
    };
    return commit(scope, queries, ({ account, settings, terms, wallet }, { now }) => {
      if (account.data.balanceFrom === "agency") fail("conflict", "cards.paidByAgency");
      const { recharge, currency } = terms.data;
      const hasCard = (wallet?.data.primary ?? null) !== null;
      return saveRecharge(scope.account, settings, input, { terms: recharge, currency, hasCard }, scope.actor, now);
    });
  }),

  /** Charges a card now. Returns the recharge's id: the money arrives later, once the card has paid. */
  topUp: managesMoney.input(TopUpInput).mutation(({ ctx, input }) => {
    const { scope } = ctx;
    return commit(scope, rechargeQueries(scope.account), (facts, environment) => {
      if (facts.account.data.balanceFrom === "agency") fail("conflict", "cards.paidByAgency");
      const { effects, recharge } = topUp(rechargeFactsFrom(facts, environment.now), input, scope.actor, environment);
      return decision(effects, { recharge });
    });
  }),

  /** Recharges and top-ups, the newest first, including those that failed. */
  recharges: readsBalance.input(RechargePageInput).query(async ({ ctx, input }) => {
    const { scope, context } = ctx;
    const { locale } = await readVisibility(scope, context, input.zone);
    const { limit, after } = input;
    const page = await readPage(scope, "recharge", { by: "started", descending: true, limit, after });
    const recharges = await withDisplayNames(scope, locale, (show) => page.docs.map((doc) => rechargeView(doc, show)));
    return { recharges, next: page.next, now: scope.now };
  }),

  /** One recharge in full: what started it, the answer of each card, and what its charge is waiting for. */
  rechargeDetails: readsBalance.input(RechargeInput).query(async ({ ctx, input }) => {
    const { scope, context } = ctx;
    const { locale } = await readVisibility(scope, context, input.zone);
    const { recharge, charges } = await read(scope, {
      recharge: findOptional("recharge", input.id),
      charges: findMany("charge", { name: "record", value: input.id }),
    });
    if (!recharge) return fail("not-found", "balance.recharge.missing", {}, "id");
    const requestByKey = new Map(charges.map((charge) => [charge.id, charge.data]));
    return withDisplayNames(scope, locale, (show) => ({
      ...rechargeView(recharge, show),
      attempts: recharge.data.attempts.map(({ at, label, charge, state, hard, why }) => {
        const request = requestByKey.get(charge);
        return {
          at,
          card: label,
          state: state === "sent" && request?.state === "unknown" ? ("unknown" as const) : state,
          /** The card isn't tried again automatically. */
          hard,
          why: why ? show.message(why) : request ? show.message(request.why) : null,
          endedAt: request?.endedAt ?? null,
        };
      }),
      now: scope.now,
    }));
  }),
};

const rechargeView = ({ id, data }: Recharge, show: ValueFormatter) => ({
  id,
  type: data.type,
  state: data.state,
  cents: data.cents,
  currency: data.currency,
  trigger: data.trigger,
  capRemaining: data.capRemaining,
  retryAt: data.retryAt,
  startedAt: data.startedAt,
  endedAt: data.endedAt,
  requestedBy: formatActor(data.requestedBy, show),
  why: show.message(data.why),
  chargedTwice: data.chargedTwice,
  cardsTried: data.attempts.length,
});
