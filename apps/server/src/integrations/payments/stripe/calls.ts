import type Stripe from "stripe";
import { IndefiniteAnswer } from "../../indefiniteAnswer.ts";
import type { ChargeAnswer } from "../port.ts";
import { errorAnswer, indefiniteError } from "./answers.ts";

/** The metadata field with our idempotency key, by which a charge or refund is found at Stripe. */
export const KEY_METADATA = "callboard_key";

/** A page of a list, as Stripe's API returns it. */
export interface StripeList<T> {
  object: string;
  data: T[];
  has_more: boolean;
}

/** The object in a list that has our key, page by page. */
export async function findByKey<T extends { id: string; metadata: Stripe.Metadata | null }>(
  list: (after: { starting_after?: string }) => Promise<StripeList<T>>,
  key: string,
  signal: AbortSignal,
): Promise<T | null> {
  for (let after = {}; ;) {
    signal.throwIfAborted();
    const page = await list(after);
    if (page.object !== "list" || !Array.isArray(page.data)) throw new IndefiniteAnswer("unreadable");
    const match = page.data.find(({ metadata }) => metadata?.[KEY_METADATA] === key);
    const lastItem = page.data.at(-1);
    if (match || !page.has_more || !lastItem) return match ?? null;
    after = { starting_after: lastItem.id };
  }
}

/** Throws unless it is an object of this type: the SDK treats an error page without an error object as success. */
export function checkShape<T extends { object: string; id: string }>(answer: T, object: T["object"]): T {
  if (answer.object !== object || typeof answer.id !== "string") throw new IndefiniteAnswer("unreadable");
  return answer;
}

/** Waits no longer than the signal allows. The request may still succeed; the outcome is then checked later. */
export function withSignal<T>(
  request: Promise<T>,
  signal: AbortSignal,
  mapError: (error: unknown) => unknown = indefiniteError,
): Promise<T> {
  // After an abort nobody waits for it: without this, its failure would end the server.
  request.catch(() => {});
  return new Promise<T>((resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    if (signal.aborted) return abort();
    signal.addEventListener("abort", abort, { once: true });
    request
      .then(resolve, (error: unknown) => reject(mapError(error) as Error))
      .finally(() => signal.removeEventListener("abort", abort));
  });
}

/** Sends a charge or refund. An error that means that no money moved becomes an answer. */
export const answerRequest = (send: () => Promise<ChargeAnswer>, signal: AbortSignal): Promise<ChargeAnswer> =>
  withSignal(send().catch(errorAnswer), signal, (error) => error);

/** The id in a field of Stripe's, which has either the id or the whole object. */
export const idOf = (reference: string | { id: string } | null): string | null =>
  typeof reference === "string" ? reference : (reference?.id ?? null);

/** The SDK's options for a simulator at this address; none for Stripe itself. */
export function apiLocation(url: string | undefined): { host?: string; port?: number; protocol?: "http" | "https" } {
  if (url === undefined) return {};
  const { hostname, port, protocol } = new URL(url);
  const isHttp = protocol === "http:";
  return { host: hostname, port: Number(port) || (isHttp ? 80 : 443), protocol: isHttp ? "http" : "https" };
}
