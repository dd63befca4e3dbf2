import { signal } from "@preact/signals";
import { type Outcome, sendOnce } from "./sendOnce.ts";
import { failureOf } from "./api.ts";

/** A button's action: busy while it runs, ignores a second click meanwhile, and keeps a failure until the next try. */
export function createAction<I, T>(send: (input: I, options: { context: { key: string } }) => Promise<T>) {
  const busy = signal(false);
  const outcome = signal<Outcome<T> | null>(null);
  return {
    busy,
    outcome,
    async run(input: I): Promise<Outcome<T> | null> {
      if (busy.value) return null;
      busy.value = true;
      try {
        outcome.value = { ok: true, output: await sendOnce((options) => send(input, options)) };
      } catch (error) {
        outcome.value = { ok: false, failure: failureOf(error) };
      } finally {
        busy.value = false;
      }
      return outcome.value;
    },
  };
}
