import { failureOf, type Failure } from "./api.ts";

/** The pauses before the second and the third attempt. */
const PAUSES_MS = [300, 900];
/** The server doesn't know whether the request took effect: a retry with the same key finds out. */
const UNKNOWN_OUTCOME = "api.outcomeUnknown";

/** One click, one idempotency key: a request without an answer is retried with the same key and counts only once. */
export async function sendOnce<T>(
  send: (options: { context: { key: string } }) => Promise<T>,
  key: string = crypto.randomUUID(),
): Promise<T> {
  for (const pause of PAUSES_MS) {
    try {
      return await send({ context: { key } });
    } catch (error) {
      const failure = failureOf(error);
      if (failure !== null && failure.key !== UNKNOWN_OUTCOME) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
  return send({ context: { key } });
}

/** How a request ended; `failure` is null if the server couldn't be reached. */
export type Outcome<T> = { ok: true; output: T } | { ok: false; failure: Failure | null };
