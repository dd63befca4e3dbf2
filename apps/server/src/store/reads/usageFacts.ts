import { payerOf } from "@callboard/domain/account/rules";
import { callUsageIds, type ParsedEvent, recordUsage, type UsageResult } from "@callboard/domain/balance/usage";
import { type Decision, decision } from "@callboard/domain/core/effect";
import { fail } from "@callboard/domain/core/failure";
import { valueAt } from "@callboard/domain/core/formerValue";
import type { Instant } from "@callboard/domain/core/time";
import { applyForwardedMinutes, forwardedMinutesOf, remainingAfterEnd } from "@callboard/domain/lifecycle/forwarding";
import { findAccountOpening, findCountedUsage } from "../ledger/usage.ts";
import { findFormerForwards, findFormerValues, saveMinutesLeft } from "../formerValues.ts";
import { combineQueries, type Facts, findMany, findOne } from "../queries.ts";
import type { Scope } from "../scope.ts";

/** The facts that price usage events of the current account. */
export function usageQueries(scope: Scope, batch: readonly ParsedEvent[]) {
  const ids = batch.flatMap((parsed) =>
    "event" in parsed ? (parsed.event.ofCall ? callUsageIds(parsed.event.id) : [parsed.event.id]) : [],
  );
  const numbers = numbersOf(batch);
  const earliest = Math.min(scope.now, ...batch.flatMap((parsed) => ("event" in parsed ? [parsed.event.at] : [])));
  return {
    account: findOne("account", scope.account),
    terms: findOne("terms", scope.account),
    formerTerms: findFormerValues("terms", () => earliest),
    recordedEvents: findCountedUsage(ids),
    openedAt: findAccountOpening,
    formerForwards: findFormerForwards(numbers, earliest),
    forwardedNumbers: combineQueries(numbers.map((e164) => findMany("number", { name: "forwarded", value: e164 }))),
  };
}
export type UsageFacts = Facts<ReturnType<typeof usageQueries>>;

/** The distinct numbers in a batch: usually only a few. */
const numbersOf = (batch: readonly ParsedEvent[]): string[] => [
  ...new Set(
    batch.flatMap((parsed) => ("event" in parsed && parsed.event.number !== null ? [parsed.event.number] : [])),
  ),
];

/** Counts and charges a batch. `payer`: whose balance pays; throws `busy` if that has changed since it was read. */
export function countUsage(
  facts: UsageFacts,
  batch: readonly ParsedEvent[],
  payer: string,
  { now, newId }: { now: Instant; newId: () => string },
): Decision<UsageResult> {
  const { account, terms, formerTerms, recordedEvents, openedAt, forwardedNumbers, formerForwards } = facts;
  if (payerOf(account.id, account.data) !== payer) fail("busy", "balance.payerChanged");
  const metered = {
    account: account.id,
    payer,
    openedAt,
    ratesAt: (at: Instant) => valueAt(formerTerms, terms.data, at).rates,
    currency: terms.data.currency,
    recordedEvents,
    prepaidMinutes: forwardedMinutesOf(forwardedNumbers.flat(), formerForwards),
  };
  // `usedPrepaid`: forwarded minutes that were paid in advance, so they are used up instead of charged.
  const { effects, answer, usedPrepaid } = recordUsage(metered, batch, now);
  const savedMinutes = remainingAfterEnd(usedPrepaid).map((minutes) => saveMinutesLeft(account.id, minutes));
  return decision([...effects, ...applyForwardedMinutes(usedPrepaid, newId, now), ...savedMinutes], answer);
}
