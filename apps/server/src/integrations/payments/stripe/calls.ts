import type Stripe from "stripe";
import { NoAnswer } from "../../carrier/port.ts";
import type { ChargeAnswer } from "../port.ts";
import { errorAnswer, noAnswerError } from "./answers.ts";

/** Stores our key with Stripe's objects, so that they can be found by the key alone. */
export const KEY_METADATA = "callboard_key";

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
    if (page.object !== "list" || !Array.isArray(page.data)) throw new NoAnswer("unreadable");
    const match = page.data.find(({ metadata }) => metadata?.[KEY_METADATA] === key);
    const last = page.data.at(-1);
    if (match || !page.has_more || !last) return match ?? null;
    after = { starting_after: last.id };
  }
}

/** An answer of another shape isn't one: the SDK treats an error page without an error object as success. */
export function checkShape<T extends { object: string; id: string }>(answer: T, object: T["object"]): T {
  if (answer.object !== object || typeof answer.id !== "string") throw new NoAnswer("unreadable");
  return answer;
}

/** Waits no longer than the signal allows. A call that continues in the background is checked later. */
export function withSignal<T>(
  call: Promise<T>,
  signal: AbortSignal,
  mapError: (error: unknown) => unknown = noAnswerError,
): Promise<T> {
  call.catch(() => {});
  return new Promise<T>((resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    if (signal.aborted) return abort();
    signal.addEventListener("abort", abort, { once: true });
    call
      .then(resolve, (error: unknown) => reject(mapError(error) as Error))
      .finally(() => signal.removeEventListener("abort", abort));
  });
}

export const answerCall = (call: () => Promise<ChargeAnswer>, signal: AbortSignal): Promise<ChargeAnswer> =>
  withSignal(call().catch(errorAnswer), signal, (error) => error);

export const idOf = (one: string | { id: string } | null): string | null =>
  typeof one === "string" ? one : (one?.id ?? null);

export function apiLocation(url: string | undefined): { host?: string; port?: number; protocol?: "http" | "https" } {
  if (url === undefined) return {};
  const { hostname, port, protocol } = new URL(url);
  const isPlain = protocol === "http:";
  return { host: hostname, port: Number(port) || (isPlain ? 80 : 443), protocol: isPlain ? "http" : "https" };
}
