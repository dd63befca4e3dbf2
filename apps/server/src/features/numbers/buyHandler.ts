import { type Purchase, settlePurchase, declinePurchase } from "@callboard/domain/numbers/buy";
import type { ProviderRequest } from "@callboard/domain/core/provider-request/providerRequest";
import { isInForce } from "@callboard/domain/lifecycle/rules";
import { requestAnswerFrom } from "./carrierAnswer.ts";
import { findOptional, NO_QUERY, findOne } from "../../store/queries.ts";
import { routingTargetQueries } from "./editNumbersRun.ts";
import { findNumberOwner } from "../../store/reads/numberOwner.ts";
import { defineRequestHandler } from "../../provider-requests/handler.ts";

const purchaseOf = ({ data }: ProviderRequest) => data.input as unknown as Purchase;

/** Orders the number from the carrier. It enters the list with its first month paid, or costs nothing. */
export const buyHandler = defineRequestHandler({
  permission: "change routing",
  timeoutMs: ({ carrier }) => carrier.timeoutMs,
  send: async ({ carrier }, request, signal) =>
    requestAnswerFrom(await carrier.buy({ number: purchaseOf(request).e164, key: request.id }, signal)),
  check: async ({ carrier }, { id }, signal) => requestAnswerFrom(await carrier.checkOrder(id, signal)),
  relatedAccounts: (request) => [purchaseOf(request).payer],
  queries: (request) => {
    const { e164, source, route, formerRecord } = purchaseOf(request);
    return {
      ...routingTargetQueries({ source, route }),
      owner: findNumberOwner(e164),
      account: findOne("account", request.account),
      lifecycle: findOne("lifecycle", request.account),
      // The number's own record, if the account had it before and released it.
      before: formerRecord === undefined ? NO_QUERY : findOptional("number", formerRecord),
    };
  },
  outcomeRules: ({ source, receiver, queue, owner, account, lifecycle, before }, request, { now, newId }) => ({
    done: () => {
      const routingTarget = { source, receiver, queue };
      const canceled = isInForce(lifecycle.data.canceled, now);
      return settlePurchase(
        request,
        { routingTarget, isOwnedElsewhere: owner !== null, canceled, zone: account.data.zone, before },
        newId(),
        now,
      );
    },
    declined: declinePurchase,
  }),
});
