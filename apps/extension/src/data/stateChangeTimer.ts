import { DAY } from "@callboard/domain/core/time";
import { serverNow } from "./clock.ts";
import { notifyLocally } from "./live.ts";

/** Behind the instant itself, so that the server's clock has passed it too. */
const MARGIN_MS = 250;

/**
 * Nobody tells of what time alone changes: a stop that ends writes nothing. At the account's next turn all that shows how
 * it stands is asked for again, as if somebody had changed it. Gives what ends the wait.
 */
export function notifyAtStateChange(account: string, at: number | null): () => void {
  if (at === null || at <= serverNow()) return () => {};
  let timer: ReturnType<typeof setTimeout>;
  const wait = () => {
    const left = at + MARGIN_MS - serverNow();
    if (left <= 0) notifyLocally({ kind: "lifecycle", id: account, version: 0 });
    // A timer holds no more than 24 days, and a device may sleep.
    else timer = setTimeout(wait, Math.min(left, DAY));
  };
  wait();
  return () => clearTimeout(timer);
}
