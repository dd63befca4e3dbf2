import { countsMinutes } from "@callboard/domain/balance/minutes";
import { UsageBatchInput, usageEventSchema } from "@callboard/domain/balance/schema";
import { containsCardNumber } from "@callboard/domain/core/text/cardNumber";
import { decision } from "@callboard/domain/core/effect";
import { en } from "@callboard/domain/core/messages/en";
import { message, render } from "@callboard/domain/core/message";
import { isValidText } from "@callboard/domain/core/text/text";
import type { ParsedEvent } from "@callboard/domain/balance/usage";
import { badInput } from "../../rpc/badInput.ts";
import { commit } from "../../store/commit.ts";
import { accountProcedure } from "../../rpc/procedures.ts";
import { countUsage, usageQueries } from "../../store/reads/usageFacts.ts";
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
      const payer = await readPayer(ctx.scope);
      // The payer is only charged: nothing here depends on its records.
      const independentAccounts = payer.id === ctx.scope.account ? [] : [payer.id];
      return commit({ ...payer.scope, independentAccounts }, usageQueries(ctx.scope, batch), (facts, environment) => {
        const { effects, answer } = countUsage(facts, batch, payer.id, environment);
        const rejected = answer.rejected.map((event) => ({
          ...event,
          why: render(en, event.why, localeIn(ctx.scope.locale, "UTC")),
        }));
        return decision(effects, { ...answer, rejected });
      });
    }),
};

function parseEvent(raw: unknown): ParsedEvent {
  const parsed = usageEventSchema.safeParse(raw);
  if (parsed.success) {
    const { call, ...event } = parsed.data;
    const isOfCall = call !== undefined && countsMinutes(event.kind);
    return { id: event.id, event: isOfCall ? { ...event, id: call, ofCall: true } : event };
  }
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
