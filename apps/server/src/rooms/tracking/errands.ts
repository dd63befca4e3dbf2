import { payerOf } from "@callboard/domain/account";
import { buyNumber, type Purchase as Bought } from "@callboard/domain/buying";
import { decided } from "@callboard/domain/decision";
import { askAgain } from "@callboard/domain/errands";
import { CostAsk, ErrandChoice, ErrandPage, OfferSearch, Purchase, Release } from "@callboard/domain/errands.schema";
import { refuse } from "@callboard/domain/failure";
import type { Currency } from "@callboard/domain/money";
import { feeOf } from "@callboard/domain/numbers";
import { countryOfZone, numberKindOf, readNumber, showNumber } from "@callboard/domain/phoneNumber";
import { releaseNumber } from "@callboard/domain/releasing";
import type { NumberKind } from "@callboard/domain/tracking";
import { costShown, type CostShown } from "../../costs.ts";
import { numberOwner, orderer, spendable } from "../../errands/market.ts";
import { readPage } from "../../lists.ts";
import { one } from "../../needs.ts";
import { leadsNeeds } from "../../runs/editNumbers.ts";
import { commit, look } from "../../store.ts";
import { open } from "../../trpc.ts";
import { searchCarrier } from "../../errands/offers.ts";
import { roomFor } from "../../uses.ts";
import { said } from "../said.ts";
import { type ErrandRow, errandRows } from "./numberRows.ts";

export interface OfferRow {
  e164: string;
  shown: string;
  kind: NumberKind;
  region: string;
  feeMicros: number;
  currency: Currency;
}

export interface ErrandPageShown {
  errands: ErrandRow[];
  next: string | null;
  now: number;
}

/** Numbers that the carrier has, orders for them, and what became of each. */
export const errands = {
  search: open("read routing")
    .input(OfferSearch)
    .query(async ({ ctx: { world, scope, place }, input }): Promise<{ offers: OfferRow[] }> => {
      const home = countryOfZone(place.zone);
      const { terms } = await look(scope, { terms: one("terms", scope.account) });
      const offers = (await searchCarrier(world, home, input)).map(({ number: e164, region }) => {
        const kind = numberKindOf(e164, home);
        const { currency } = terms.data;
        return { e164, shown: showNumber(e164), kind, region, feeMicros: feeOf(terms.data, kind), currency };
      });
      return { offers };
    }),

  /** What a number of this kind costs, in sentences: each month, and whether and for how long the balance pays for that. */
  cost: open("change routing")
    .input(CostAsk)
    .query(async ({ ctx: { scope, place }, input: { kind } }): Promise<CostShown> => {
      const { account, terms } = await look(scope, {
        account: one("account", scope.account),
        terms: one("terms", scope.account),
      });
      const fee = feeOf(terms.data, kind);
      const cost = { nowMicros: fee, monthMicros: fee, payer: payerOf(scope.account, account.data) };
      return costShown(scope, [cost], said(scope, place.zone));
    }),

  buy: open("change routing")
    .input(Purchase)
    .mutation(async ({ ctx: { scope, place }, input }): Promise<{ errand: string }> => {
      const home = countryOfZone(place.zone);
      const e164 = readNumber(input.e164, home, "e164");
      const own = { account: one("account", scope.account), terms: one("terms", scope.account) };
      const payer = payerOf(scope.account, (await look(scope, own)).account.data);
      const needs = {
        ...own,
        ...leadsNeeds(input),
        ownedBy: numberOwner(e164),
        orderedBy: orderer(e164),
        spendableMicros: spendable(payer),
        room: roomFor("numbers"),
      };
      return commit({ ...scope, reach: [payer] }, needs, (facts, { now, newId }) => {
        const { account, terms, source, receiver, queue, ...market } = facts;
        // Who pays was changed since the first look.
        if (payerOf(scope.account, account.data) !== payer) refuse("busy", "call.busy");
        const kind = numberKindOf(e164, home);
        const { currency } = terms.data;
        const fee = { feeMicros: feeOf(terms.data, kind), currency };
        const purchase: Bought = { ...input, e164, shown: showNumber(e164), kind, ...fee, payer };
        const errand = newId();
        const facing = { ...market, leads: { source, receiver, queue } };
        return decided(buyNumber(scope.account, errand, purchase, facing, scope.actor, now), { errand });
      });
    }),

  release: open("change routing")
    .input(Release)
    .mutation(({ ctx: { scope }, input: { id, version } }): Promise<{ errand: string }> =>
      commit(scope, { number: one("number", id) }, ({ number }, { now, newId }) => {
        const errand = newId();
        const asked = { version, shown: showNumber(number.data.e164) };
        return decided(releaseNumber(number, errand, asked, scope.actor, now), { errand });
      }),
    ),

  errands: open("read routing")
    .input(ErrandPage)
    .query(async ({ ctx: { scope, place }, input: { after, limit } }): Promise<ErrandPageShown> => {
      const found = await readPage(scope, "errand", { by: "wanted", descending: true, limit, after });
      return { errands: await errandRows(scope, place, found.docs), next: found.next, now: scope.now };
    }),

  errand: open("read routing")
    .input(ErrandChoice)
    .query(async ({ ctx: { scope, place }, input: { id } }): Promise<ErrandRow> => {
      const { errand } = await look(scope, { errand: one("errand", id) });
      return (await errandRows(scope, place, [errand]))[0]!;
    }),

  /** Asks the carrier now what became of an order without a clear answer. */
  askErrand: open("change routing")
    .input(ErrandChoice)
    .mutation(({ ctx: { scope }, input: { id } }): Promise<null> =>
      commit(scope, { errand: one("errand", id) }, ({ errand }, { now }) => askAgain(errand, now)),
    ),
};
