import { failureOf, type Failure } from "./api.ts";

const PAUSES_MS = [300, 900];
/** The server doesn't know whether the call took effect: a retry with the same key finds out. */
const UNKNOWN_OUTCOME = "api.outcomeUnknown";

/** One click, one key: a call that got lost is retried with the same key and can count only once. */
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

export type Outcome<T> = { ok: true; output: T } | { ok: false; failure: Failure | null };
