import { payerOf } from "@callboard/domain/account/rules";
import { buyNumber, type Purchase } from "@callboard/domain/numbers/buy";
import { decision } from "@callboard/domain/core/effect";
import { checkAgain } from "@callboard/domain/core/provider-request/providerRequest";
import {
  ProviderRequestInput,
  ProviderRequestPageInput,
} from "@callboard/domain/core/provider-request/providerRequestSchema";
import {
  NumberCostInput,
  AvailableNumbersInput,
  PurchaseInput,
  ReleaseInput,
} from "@callboard/domain/numbers/orderSchema";
import { fail } from "@callboard/domain/core/failure";
import type { Currency } from "@callboard/domain/core/money";
import { monthlyFee } from "@callboard/domain/numbers/rules";
import {
  countryOfZone,
  numberKindOf,
  parsePhoneNumber,
  formatPhoneNumber,
} from "@callboard/domain/numbers/phoneNumber";
import { releaseNumber } from "@callboard/domain/numbers/release";
import type { NumberKind } from "@callboard/domain/numbers/types";
import { costView, type CostView } from "../../store/reads/costs.ts";
import { findNumberOwner, findOrderingAccount, spendableBalance } from "../../store/reads/numberOwner.ts";
import { readPage } from "../../store/search/lists.ts";
import { findOne } from "../../store/queries.ts";
import { routingTargetQueries } from "./editNumbersRun.ts";
import { commit, read } from "../../store/commit.ts";
import { accountProcedure } from "../../rpc/procedures.ts";
import { searchCarrier } from "../../integrations/carrier/searchOffers.ts";
import { findCapacity } from "../../store/reads/dependents.ts";
import { messageRenderer } from "../../store/messageText.ts";
import { type OrderRow, orderRows } from "../../provider-requests/orderRows.ts";

export interface OfferRow {
  e164: string;
  shown: string;
  kind: NumberKind;
  region: string;
  feeMicros: number;
  currency: Currency;
}

export interface OrderPage {
  orders: OrderRow[];
  next: string | null;
  now: number;
}

/** The carrier's available numbers, orders for them, and what became of each order. */
export const orderProcedures = {
  searchOffers: accountProcedure("read routing")
    .input(AvailableNumbersInput)
    .query(async ({ ctx: { services, scope, context }, input }): Promise<{ offers: OfferRow[] }> => {
      const home = countryOfZone(context.zone);
      const { terms } = await read(scope, { terms: findOne("terms", scope.account) });
      const offers = (await searchCarrier(services, home, input)).map(({ number: e164, region }) => {
        const kind = numberKindOf(e164, home);
        const { currency } = terms.data;
        return {
          e164,
          shown: formatPhoneNumber(e164),
          kind,
          region,
          feeMicros: monthlyFee(terms.data, kind),
          currency,
        };
      });
      return { offers };
    }),

  /**
   * The cost of a number of this kind, in sentences: the monthly fee, and whether and for how long the balance covers
   * it.
   */
  cost: accountProcedure("change routing")
    .input(NumberCostInput)
    .query(async ({ ctx: { scope, context }, input: { kind } }): Promise<CostView> => {
      const { account, terms } = await read(scope, {
        account: findOne("account", scope.account),
        terms: findOne("terms", scope.account),
      });
      const fee = monthlyFee(terms.data, kind);
      const cost = { nowMicros: fee, monthMicros: fee, payer: payerOf(scope.account, account.data) };
      return costView(scope, [cost], messageRenderer(scope, context.zone));
    }),

  buy: accountProcedure("change routing")
    .input(PurchaseInput)
    .mutation(async ({ ctx: { scope, context }, input }): Promise<{ requestId: string }> => {
      const home = countryOfZone(context.zone);
      const e164 = parsePhoneNumber(input.e164, home, "e164");
      const accountAndTerms = { account: findOne("account", scope.account), terms: findOne("terms", scope.account) };
      const payer = payerOf(scope.account, (await read(scope, accountAndTerms)).account.data);
      const queries = {
        ...accountAndTerms,
        ...routingTargetQueries(input),
        ownedBy: findNumberOwner(e164),
        orderedBy: findOrderingAccount(e164),
        spendableMicros: spendableBalance(payer),
        capacity: findCapacity("numbers"),
      };
      return commit({ ...scope, relatedAccounts: [payer] }, queries, (facts, { now, newId }) => {
        const { account, terms, source, receiver, queue, ...rest } = facts;
        // The payer has changed since it was first read.
        if (payerOf(scope.account, account.data) !== payer) fail("busy", "api.busy");
        const kind = numberKindOf(e164, home);
        const { currency } = terms.data;
        const fee = { feeMicros: monthlyFee(terms.data, kind), currency };
        const purchase: Purchase = { ...input, e164, display: formatPhoneNumber(e164), kind, ...fee, payer };
        const requestId = newId();
        const purchaseFacts = { ...rest, routingTarget: { source, receiver, queue } };
        return decision(buyNumber(scope.account, requestId, purchase, purchaseFacts, scope.actor, now), { requestId });
      });
    }),

  release: accountProcedure("change routing")
    .input(ReleaseInput)
    .mutation(({ ctx: { scope }, input: { id, version } }): Promise<{ requestId: string }> =>
      commit(scope, { number: findOne("number", id) }, ({ number }, { now, newId }) => {
        const requestId = newId();
        const input = { version, shown: formatPhoneNumber(number.data.e164) };
        return decision(releaseNumber(number, requestId, input, scope.actor, now), { requestId });
      }),
    ),

  orders: accountProcedure("read routing")
    .input(ProviderRequestPageInput)
    .query(async ({ ctx: { scope, context }, input: { after, limit } }): Promise<OrderPage> => {
      const page = await readPage(scope, "providerRequest", { by: "wanted", descending: true, limit, after });
      return { orders: await orderRows(scope, context, page.docs), next: page.next, now: scope.now };
    }),

  order: accountProcedure("read routing")
    .input(ProviderRequestInput)
    .query(async ({ ctx: { scope, context }, input: { id } }): Promise<OrderRow> => {
      const { request } = await read(scope, { request: findOne("providerRequest", id) });
      return (await orderRows(scope, context, [request]))[0]!;
    }),

  /** Asks the carrier now about an order whose outcome is unknown. */
  checkOrder: accountProcedure("change routing")
    .input(ProviderRequestInput)
    .mutation(({ ctx: { scope }, input: { id } }): Promise<null> =>
      commit(scope, { request: findOne("providerRequest", id) }, ({ request }, { now }) => checkAgain(request, now)),
    ),
};
