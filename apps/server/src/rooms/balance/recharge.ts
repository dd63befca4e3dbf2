import { decided } from "@callboard/domain/decision";
import { refuse } from "@callboard/domain/failure";
import { RechargeChoice, RechargeForm, RechargePage, Shown, TopUp } from "@callboard/domain/recharge.schema";
import { type Recharge, topUp, usableCards } from "@callboard/domain/recharge";
import { CHARGED_MOST, sumSince } from "@callboard/domain/rechargeHolds";
import { chargesMore, consentTo, saveRecharge } from "@callboard/domain/rechargeSettings";
import { showActor, type Show } from "@callboard/domain/showing";
import * as z from "zod/mini";
import { readPage } from "../../lists.ts";
import { known, one, where } from "../../needs.ts";
import { factsFrom, rechargeNeeds } from "../../payments/facts.ts";
import { outlookOf } from "../../payments/outlook.ts";
import { sightHere } from "../../sight.ts";
import { commit, look } from "../../store.ts";
import { open } from "../../trpc.ts";
import { inWords } from "../../words.ts";

const reading = open("read the balance");
const managing = open("manage money");

/** Recharging by itself, topping up by hand, and why each was or was not charged. */
export const recharging = {
  /** How the balance recharges itself, or would: the plan's defaults where nobody chose yet. */
  recharge: reading.input(z._default(Shown, {})).query(async ({ ctx, input }) => {
    const { scope, place } = ctx;
    const found = await look(scope, rechargeNeeds(scope.account));
    const { words } = await sightHere(scope, place, input.zone);
    const facts = factsFrom(found, scope.now);
    const outlook = await outlookOf(scope, place.zone, found);
    const { settings } = facts;
    const { recharge: offered, currency } = found.terms.data;
    const { threshold, target } = settings?.data ?? offered;
    const { cap, perCharge, perDay } = settings?.data ?? { cap: null, perCharge: CHARGED_MOST, perDay: CHARGED_MOST };
    const draft = { version: null, on: true, threshold, target, cap, perCharge, perDay, consent: true };
    const { lately } = facts;
    return inWords(scope, words, (show) => ({
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
      consentWords: show.phrase(consentTo(draft, currency)),
      asksConsent: chargesMore(settings?.data ?? null, { ...draft, on: true }),
      hasCard: (facts.wallet?.data.primary ?? null) !== null,
      usable: usableCards(facts, scope.now).length,
      charged: sumSince(lately, lately.month.from),
      below: found.balance < threshold,
      forecast: show.phrase(outlook.why),
      coveredUntil: outlook.until,
      current: [...found.open].map((one) => told(one, show)).at(0) ?? null,
      now: scope.now,
    }));
  }),

  saveRecharge: managing.input(RechargeForm).mutation(({ ctx, input }) => {
    const { scope } = ctx;
    const needs = {
      account: one("account", scope.account),
      settings: known("rechargeSettings", scope.account),
      terms: one("terms", scope.account),
      wallet: known("wallet", scope.account),
    };
    return commit(scope, needs, ({ account, settings, terms, wallet }, { now }) => {
      if (account.data.balanceFrom === "agency") refuse("conflict", "cards.paidByAgency");
      const { recharge, currency } = terms.data;
      const hasCard = (wallet?.data.primary ?? null) !== null;
      return saveRecharge(scope.account, settings, input, { terms: recharge, currency, hasCard }, scope.actor, now);
    });
  }),

  /** Charges a card for a sum now. Answers the recharge to watch: the money is there when the card has paid. */
  topUp: managing.input(TopUp).mutation(({ ctx, input }) => {
    const { scope } = ctx;
    return commit(scope, rechargeNeeds(scope.account), (found, given) => {
      if (found.account.data.balanceFrom === "agency") refuse("conflict", "cards.paidByAgency");
      const { effects, recharge } = topUp(factsFrom(found, given.now), input, scope.actor, given);
      return decided(effects, { recharge });
    });
  }),

  /** Recharges and top-ups, those that did not happen among them, the newest first. */
  recharges: reading.input(RechargePage).query(async ({ ctx, input }) => {
    const { scope, place } = ctx;
    const { words } = await sightHere(scope, place, input.zone);
    const { limit, after } = input;
    const found = await readPage(scope, "recharge", { by: "started", descending: true, limit, after });
    const recharges = await inWords(scope, words, (show) => found.docs.map((one) => told(one, show)));
    return { recharges, next: found.next, now: scope.now };
  }),

  /** One of them, whole: what crossed which line, each card with what it said, and what its charge is waiting for. */
  oneRecharge: reading.input(RechargeChoice).query(async ({ ctx, input }) => {
    const { scope, place } = ctx;
    const { words } = await sightHere(scope, place, input.zone);
    const { one: recharge, charges } = await look(scope, {
      one: known("recharge", input.id),
      charges: where("charge", { name: "record", value: input.id }),
    });
    if (!recharge) return refuse("not-found", "recharge.missing", {}, "id");
    const byKey = new Map(charges.map((charge) => [charge.id, charge.data]));
    return inWords(scope, words, (show) => ({
      ...told(recharge, show),
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

const told = ({ id, data }: Recharge, show: Show) => ({
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
  by: showActor(data.by, show),
  why: show.phrase(data.why),
  twice: data.twice,
  cards: data.tries.length,
});
