import { isInForce } from "@callboard/domain/lifecycle/rules";
import { declineRelease, settleRelease } from "@callboard/domain/numbers/release";
import { requestAnswerFrom } from "./carrierAnswer.ts";
import { findOptional, NO_QUERY, findOne } from "../../store/queries.ts";
import { defineRequestHandler } from "../../provider-requests/handler.ts";

/** Releases a number to the carrier: one from the list, or one that was bought but never entered it. */
export const releaseHandler = defineRequestHandler({
  permission: null,
  timeoutMs: ({ carrier }) => carrier.timeoutMs,
  send: async ({ carrier }, { id, data }, signal) =>
    requestAnswerFrom(await carrier.release({ number: data.subject, key: id }, signal)),
  check: async ({ carrier }, { id }, signal) => requestAnswerFrom(await carrier.checkOrder(id, signal)),
  queries: ({ account, data }) => ({
    number: data.recordId === null ? NO_QUERY : findOptional("number", data.recordId),
    lifecycle: findOne("lifecycle", account),
  }),
  outcomeRules: ({ number, lifecycle }, request, { now, newId }) => ({
    done: () => settleRelease(request, number, now),
    declined: (why) => {
      const canceled = isInForce(lifecycle.data.canceled, now);
      return declineRelease(request, { number, canceled, nextRequestId: newId() }, why, now);
    },
  }),
});
