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
import { DEFAULT_CHARGE_LIMIT, chargedSince } from "@callboard/domain/balance/rechargeLimits";
import { chargesMore, consentMessage, saveRecharge } from "@callboard/domain/balance/rechargeSettings";
import { formatActor, type ValueFormatter } from "@callboard/domain/core/fieldFormat";
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
    const { scope, place: context } = ctx;
    const found = await read(scope, rechargeQueries(scope.account));
    const { words } = await readVisibility(scope, context, input.zone);
    const facts = rechargeFactsFrom(found, scope.now);
    const outlook = await readForecast(scope, context.zone, found);
    const { settings } = facts;
    const { recharge: offered, currency } = found.terms.data;
    const { threshold, target } = settings?.data ?? offered;
    const { cap, perCharge, perDay } = settings?.data ?? {
      cap: null,
      perCharge: DEFAULT_CHARGE_LIMIT,
      perDay: DEFAULT_CHARGE_LIMIT,
    };
    const draft = { version: null, on: true, threshold, target, cap, perCharge, perDay, consent: true };
    const { lately } = facts;
    return withDisplayNames(scope, words, (show) => ({
      paidByAgency: found.account.data.balanceFrom === "agency",
      version: settings?.version ?? null,
      on: settings?.data.on ?? false,
      threshold,
      target,
      cap,
      perCharge,
      perDay,
      minimum: offered.minimum,
      currency,
      consentWords: show.phrase(consentMessage(draft, currency)),
      asksConsent: chargesMore(settings?.data ?? null, { ...draft, on: true }),
      hasCard: (facts.wallet?.data.primary ?? null) !== null,
      usable: usableCards(facts, scope.now).length,
      charged: chargedSince(lately, lately.month.from),
      below: found.balance < threshold,
      forecast: show.phrase(outlook.why),
      coveredUntil: outlook.until,
      current: [...found.open].map((one) => rechargeView(one, show)).at(0) ?? null,
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

  /** Charges a card now. Answers the recharge to watch: the money arrives once the card has paid. */
  topUp: managesMoney.input(TopUpInput).mutation(({ ctx, input }) => {
    const { scope } = ctx;
    return commit(scope, rechargeQueries(scope.account), (found, environment) => {
      if (found.account.data.balanceFrom === "agency") fail("conflict", "cards.paidByAgency");
      const { effects, recharge } = topUp(rechargeFactsFrom(found, environment.now), input, scope.actor, environment);
      return decision(effects, { recharge });
    });
  }),

  /** Recharges and top-ups, the newest first, including those that failed. */
  recharges: readsBalance.input(RechargePageInput).query(async ({ ctx, input }) => {
    const { scope, place: context } = ctx;
    const { words } = await readVisibility(scope, context, input.zone);
    const { limit, after } = input;
    const found = await readPage(scope, "recharge", { by: "started", descending: true, limit, after });
    const recharges = await withDisplayNames(scope, words, (show) => found.docs.map((one) => rechargeView(one, show)));
    return { recharges, next: found.next, now: scope.now };
  }),

  /** One recharge in full: what started it, the answer of each card, and what its charge is waiting for. */
  rechargeDetails: readsBalance.input(RechargeInput).query(async ({ ctx, input }) => {
    const { scope, place: context } = ctx;
    const { words } = await readVisibility(scope, context, input.zone);
    const { one: recharge, charges } = await read(scope, {
      one: findOptional("recharge", input.id),
      charges: findMany("charge", { name: "record", value: input.id }),
    });
    if (!recharge) return fail("not-found", "recharge.missing", {}, "id");
    const byKey = new Map(charges.map((charge) => [charge.id, charge.data]));
    return withDisplayNames(scope, words, (show) => ({
      ...rechargeView(recharge, show),
      tries: recharge.data.tries.map(({ at, label, charge, state, hard, why }) => {
        const call = byKey.get(charge);
        return {
          at,
          card: label,
          state: state === "sent" && call?.state === "unknown" ? ("unknown" as const) : state,
          hard,
          why: why ? show.phrase(why) : call ? show.phrase(call.why) : null,
          endedAt: call?.endedAt ?? null,
        };
      }),
      now: scope.now,
    }));
  }),
};

const rechargeView = ({ id, data }: Recharge, show: ValueFormatter) => ({
  id,
  what: data.what,
  state: data.state,
  cents: data.cents,
  currency: data.currency,
  crossed: data.crossed,
  capLeft: data.capLeft,
  nextAt: data.nextAt,
  startedAt: data.startedAt,
  endedAt: data.endedAt,
  by: formatActor(data.by, show),
  why: show.phrase(data.why),
  twice: data.twice,
  cards: data.tries.length,
});
