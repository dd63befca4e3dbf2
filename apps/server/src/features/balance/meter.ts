import { UsageBatchInput, usageEventSchema } from "@callboard/domain/balance/schema";
import { containsCardNumber } from "@callboard/domain/core/text/cardNumber";
import { decision } from "@callboard/domain/core/effect";
import { fail } from "@callboard/domain/core/failure";
import { payerOf } from "@callboard/domain/account/rules";
import { en } from "@callboard/domain/core/messages/en";
import { valueAt } from "@callboard/domain/core/formerValue";
import { useForwardedMinutes, forwardedMinutesOf, remainingAfterEnd } from "@callboard/domain/lifecycle/forwarding";
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
   * Records a batch of a meter's events; needs a key that the operator created. Each event id counts once, for ever, so
   * a batch may be sent again. The answer names each refused event with the reason; the others are recorded.
   */
  recordUsage: accountProcedure("record usage")
    .input(UsageBatchInput)
    .mutation(async ({ ctx, input }) => {
      const batch = input.events.map(readEvent);
      const ids = batch.flatMap(({ id }) => (id === null ? [] : [id]));
      const payer = await readPayer(ctx.scope);
      const first = Math.min(ctx.scope.now, ...batch.flatMap((read) => ("event" in read ? [read.event.at] : [])));
      const queries = {
        account: findOne("account", ctx.scope.account),
        terms: findOne("terms", ctx.scope.account),
        before: findFormerValues("terms", () => first),
        known: findCountedUsage(ids),
        openedAt: findAccountOpening,
        over: findFormerForwards(numbersOf(batch), first),
        forwarded: combineQueries(
          numbersOf(batch).map((e164) => findMany("number", { name: "forwarded", value: e164 })),
        ),
      };
      const apart = payer.id === ctx.scope.account ? [] : [payer.id];
      return commit(
        { ...payer.scope, apart },
        queries,
        ({ account, terms, before, known, openedAt, forwarded, over }, { now, newId }) => {
          if (payerOf(account.id, account.data) !== payer.id) fail("busy", "balance.payerMoved");
          const { currency } = terms.data;
          const ratesAt = (at: Instant) => valueAt(before, terms.data, at).rates;
          const metered = {
            account: account.id,
            payer: payer.id,
            openedAt,
            ratesAt,
            currency,
            known,
            prepaid: forwardedMinutesOf(forwarded.flat(), over),
          };
          const { effects, answer, drawn } = recordUsage(metered, batch, now);
          const refused = answer.refused.map((bad) => ({
            ...bad,
            why: render(en, bad.why, localeIn(ctx.scope.locale, "UTC")),
          }));
          const left = remainingAfterEnd(drawn).map((one) => saveMinutesLeft(account.id, one));
          return decision([...effects, ...useForwardedMinutes(drawn, newId, now), ...left], { ...answer, refused });
        },
      );
    }),
};

/** The distinct numbers in a batch: usually only a few. */
const numbersOf = (batch: readonly ParsedEvent[]): string[] => [
  ...new Set(batch.flatMap((one) => ("event" in one && one.event.number !== null ? [one.event.number] : []))),
];

function readEvent(raw: unknown): ParsedEvent {
  const read = usageEventSchema.safeParse(raw);
  if (read.success) return { id: read.data.id, event: read.data };
  const failure = badInput(read.error);
  const why = failure ? { key: failure.key, values: failure.values as never } : message("call.unreadable");
  return { id: idOf(raw), why, field: failure?.field ?? null };
}

const ID_SHOWN_MAX = 64;

/** The id under which an event is refused: null if the id is invalid itself, or must not be repeated. */
function idOf(raw: unknown): string | null {
  const id = (raw as { id?: unknown } | null)?.id;
  return typeof id === "string" && id.length <= ID_SHOWN_MAX && isValidText(id) && !containsCardNumber(id) ? id : null;
}
