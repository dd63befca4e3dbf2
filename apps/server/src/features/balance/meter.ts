import { UsageBatchInput, usageEventSchema } from "@callboard/domain/balance/schema";
import { containsCardNumber } from "@callboard/domain/core/text/cardNumber";
import { decision } from "@callboard/domain/core/effect";
import { fail } from "@callboard/domain/core/failure";
import { payerOf } from "@callboard/domain/account/rules";
import { en } from "@callboard/domain/core/messages/en";
import { valueAt } from "@callboard/domain/core/formerValue";
import { applyForwardedMinutes, forwardedMinutesOf, remainingAfterEnd } from "@callboard/domain/lifecycle/forwarding";
import { message, render } from "@callboard/domain/core/message";
import { isValidText } from "@callboard/domain/core/text/text";
import type { Instant } from "@callboard/domain/core/time";
import { recordUsage, type ParsedEvent } from "@callboard/domain/balance/usage";
import { badInput } from "../../rpc/badInput.ts";
import { findFormerValues, findFormerForwards, saveMinutesLeft } from "../../store/formerValues.ts";
import { combineQueries, findOne, findMany } from "../../store/queries.ts";
import { commit } from "../../store/commit.ts";
import { accountProcedure } from "../../rpc/procedures.ts";
import { findAccountOpening, findCountedUsage } from "../../store/ledger/usage.ts";
import { readPayer } from "../../store/reads/payer.ts";
import { localeIn } from "../../store/locale.ts";

export const meterProcedures = {
  /**
   * Records a batch of a meter's events; needs a key that the operator created. Each event id counts once, forever, so
   * a batch may be sent again. The answer lists each rejected event with the reason; the others are recorded.
   */
  recordUsage: accountProcedure("record usage")
    .input(UsageBatchInput)
    .mutation(async ({ ctx, input }) => {
      const batch = input.events.map(parseEvent);
      const ids = batch.flatMap(({ id }) => (id === null ? [] : [id]));
      const payer = await readPayer(ctx.scope);
      const earliest = Math.min(
        ctx.scope.now,
        ...batch.flatMap((parsed) => ("event" in parsed ? [parsed.event.at] : [])),
      );
      const queries = {
        account: findOne("account", ctx.scope.account),
        terms: findOne("terms", ctx.scope.account),
        formerTerms: findFormerValues("terms", () => earliest),
        recordedEvents: findCountedUsage(ids),
        openedAt: findAccountOpening,
        formerForwards: findFormerForwards(numbersOf(batch), earliest),
        forwardedNumbers: combineQueries(
          numbersOf(batch).map((e164) => findMany("number", { name: "forwarded", value: e164 })),
        ),
      };
      // The payer is only charged: nothing here depends on its records.
      const independentAccounts = payer.id === ctx.scope.account ? [] : [payer.id];
      return commit(
        { ...payer.scope, independentAccounts },
        queries,
        (
          { account, terms, formerTerms, recordedEvents, openedAt, forwardedNumbers, formerForwards },
          { now, newId },
        ) => {
          if (payerOf(account.id, account.data) !== payer.id) fail("busy", "balance.payerChanged");
          const { currency } = terms.data;
          const ratesAt = (at: Instant) => valueAt(formerTerms, terms.data, at).rates;
          const metered = {
            account: account.id,
            payer: payer.id,
            openedAt,
            ratesAt,
            currency,
            recordedEvents,
            prepaidMinutes: forwardedMinutesOf(forwardedNumbers.flat(), formerForwards),
          };
          // `usedPrepaid`: forwarded minutes that were paid in advance, so they are used up instead of charged.
          const { effects, answer, usedPrepaid } = recordUsage(metered, batch, now);
          const rejected = answer.rejected.map((event) => ({
            ...event,
            why: render(en, event.why, localeIn(ctx.scope.locale, "UTC")),
          }));
          const savedMinutes = remainingAfterEnd(usedPrepaid).map((minutes) => saveMinutesLeft(account.id, minutes));
          return decision([...effects, ...applyForwardedMinutes(usedPrepaid, newId, now), ...savedMinutes], {
            ...answer,
            rejected,
          });
        },
      );
    }),
};

/** The distinct numbers in a batch: usually only a few. */
const numbersOf = (batch: readonly ParsedEvent[]): string[] => [
  ...new Set(
    batch.flatMap((parsed) => ("event" in parsed && parsed.event.number !== null ? [parsed.event.number] : [])),
  ),
];

function parseEvent(raw: unknown): ParsedEvent {
  const parsed = usageEventSchema.safeParse(raw);
  if (parsed.success) return { id: parsed.data.id, event: parsed.data };
  const failure = badInput(parsed.error);
  const why = failure ? { key: failure.key, values: failure.values as never } : message("api.unreadable");
  return { id: idOf(raw), why, field: failure?.field ?? null };
}

const REPORTED_ID_MAX = 64;

/** The id to report with a rejected event; null if the id itself is invalid, or must not be repeated. */
function idOf(raw: unknown): string | null {
  const id = (raw as { id?: unknown } | null)?.id;
  return typeof id === "string" && id.length <= REPORTED_ID_MAX && isValidText(id) && !containsCardNumber(id)
    ? id
    : null;
}
