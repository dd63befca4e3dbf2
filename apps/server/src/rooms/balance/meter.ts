import { UsageBatch, UsageEventSchema } from "@callboard/domain/balance.schema";
import { holdsCardNumber } from "@callboard/domain/cardNumber";
import { decided } from "@callboard/domain/decision";
import { refuse } from "@callboard/domain/failure";
import { payerOf } from "@callboard/domain/account";
import { en } from "@callboard/domain/messages/en";
import { heldAt } from "@callboard/domain/former";
import { drawMinutes, forwardsOf, leftBehind } from "@callboard/domain/forwarding";
import { phrase, render } from "@callboard/domain/phrase";
import { isWhole } from "@callboard/domain/text";
import type { Instant } from "@callboard/domain/time";
import { countUsage, type ReadEvent } from "@callboard/domain/usage";
import { badInput } from "../../bad-input.ts";
import { former, formerForwards, keepLeft } from "../../former.ts";
import { each, one, where } from "../../needs.ts";
import { commit } from "../../store.ts";
import { open } from "../../trpc.ts";
import { accountOpened, countedBefore } from "../../usage.ts";
import { payerHere } from "./payer.ts";
import { readerIn } from "../../locale.ts";

export const metering = {
  /**
   * A batch of a meter's events, by a key of the operator's. Each id counts once for ever; what is refused is named with
   * a sentence, the rest stands. Sending a batch again counts nothing twice.
   */
  recordUsage: open("record usage")
    .input(UsageBatch)
    .mutation(async ({ ctx, input }) => {
      const batch = input.events.map(readEvent);
      const ids = batch.flatMap(({ id }) => (id === null ? [] : [id]));
      const payer = await payerHere(ctx.scope);
      const first = Math.min(ctx.scope.now, ...batch.flatMap((read) => ("event" in read ? [read.event.at] : [])));
      const needs = {
        account: one("account", ctx.scope.account),
        terms: one("terms", ctx.scope.account),
        before: former("terms", () => first),
        known: countedBefore(ids),
        openedAt: accountOpened,
        over: formerForwards(numbersIn(batch), first),
        forwarded: each(numbersIn(batch).map((e164) => where("number", { name: "forwarded", value: e164 }))),
      };
      const apart = payer.id === ctx.scope.account ? [] : [payer.id];
      return commit(
        { ...payer.scope, apart },
        needs,
        ({ account, terms, before, known, openedAt, forwarded, over }, { now, newId }) => {
          if (payerOf(account.id, account.data) !== payer.id) refuse("busy", "balance.payerMoved");
          const { currency } = terms.data;
          const ratesAt = (at: Instant) => heldAt(before, terms.data, at).rates;
          const metered = {
            account: account.id,
            payer: payer.id,
            openedAt,
            ratesAt,
            currency,
            known,
            prepaid: forwardsOf(forwarded.flat(), over),
          };
          const { effects, answer, drawn } = countUsage(metered, batch, now);
          const refused = answer.refused.map((bad) => ({
            ...bad,
            why: render(en, bad.why, readerIn(ctx.scope.locale, "UTC")),
          }));
          const left = leftBehind(drawn).map((one) => keepLeft(account.id, one));
          return decided([...effects, ...drawMinutes(drawn, newId, now), ...left], { ...answer, refused });
        },
      );
    }),
};

/** The numbers that a batch is about: mostly a few. */
const numbersIn = (batch: readonly ReadEvent[]): string[] => [
  ...new Set(batch.flatMap((one) => ("event" in one && one.event.number !== null ? [one.event.number] : []))),
];

function readEvent(raw: unknown): ReadEvent {
  const read = UsageEventSchema.safeParse(raw);
  if (read.success) return { id: read.data.id, event: read.data };
  const failure = badInput(read.error);
  const why = failure ? { key: failure.key, values: failure.values as never } : phrase("call.unreadable");
  return { id: idOf(raw), why, field: failure?.field ?? null };
}

const ID_SHOWN_MAX = 64;

/** By which id it is refused: none where that is no id either, or what must not be said back. */
function idOf(raw: unknown): string | null {
  const id = (raw as { id?: unknown } | null)?.id;
  return typeof id === "string" && id.length <= ID_SHOWN_MAX && isWhole(id) && !holdsCardNumber(id) ? id : null;
}
