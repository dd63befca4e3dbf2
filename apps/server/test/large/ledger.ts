import { post } from "@callboard/domain/core/effect";
import { book } from "@callboard/domain/core/ledger";
import { message } from "@callboard/domain/core/message";
import { PLANS } from "@callboard/domain/plans/catalogue";
import type { Instant } from "@callboard/domain/core/time";
import { recordUsage, type ParsedEvent } from "@callboard/domain/balance/usage";
import { commit } from "../../src/store/commit.ts";
import type { Services } from "../../src/services.ts";
import { scopeOf } from "../support/scopes.ts";
import type { NewLargeAccount } from "./size.ts";

const CHUNK = 500;

/** Minutes of usage, spread over time, with a card payment after each batch. */
export async function fillLedger(
  services: Services,
  { id, size: { movements } }: NewLargeAccount,
  { start, end, random }: { start: Instant; end: Instant; random: () => number },
): Promise<void> {
  const metered = {
    account: id,
    payer: id,
    openedAt: start,
    ratesAt: () => PLANS.advanced.rates,
    currency: "USD" as const,
    recordedEvents: new Map(),
  };
  for (let from = 0; from < movements; from += CHUNK) {
    const at = Math.floor(start + ((end - start) * from) / movements);
    const events = Array.from({ length: Math.min(CHUNK, movements - from) }, (_, index): ParsedEvent => {
      const event = { id: `call-${from + index}`, kind: "minutes" as const, at, number: null, description: "from Lee" };
      return { id: event.id, event: { ...event, quantity: 1000 * (1 + Math.floor(random() * 9)) } };
    });
    const payment = post({
      type: "payment",
      from: book(id, "cards"),
      to: book(id, "balance"),
      micros: 50_000_000,
      currency: "USD",
      memo: message("balance.toppedUp", { card: "Visa 4242" }),
      happenedAt: at,
      key: `charge:${id}:${from}`,
    });
    await commit(scopeOf(services, id, { now: at }), {}, () => [...recordUsage(metered, events, at).effects, payment]);
  }
}
