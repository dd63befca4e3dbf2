import { DAY } from "@callboard/domain/core/time";
import { serverNow } from "./clock.ts";
import { notifyLocally } from "./liveState.ts";

/** A little after the instant, so that the server's clock has passed it too. */
const MARGIN_MS = 250;

/**
 * The feed doesn't report changes that only time makes: a stop that ends writes nothing. When the account's state is
 * due to change, everything that shows it is refetched as if somebody had changed it. Returns a function to cancel.
 */
export function notifyAtStateChange(account: string, at: number | null): () => void {
  if (at === null || at <= serverNow()) return () => {};
  let timer: ReturnType<typeof setTimeout>;
  const wait = () => {
    const remaining = at + MARGIN_MS - serverNow();
    if (remaining <= 0) notifyLocally({ kind: "lifecycle", id: account, version: 0 });
    // A timeout holds at most 24 days, and a device may sleep.
    else timer = setTimeout(wait, Math.min(remaining, DAY));
  };
  wait();
  return () => clearTimeout(timer);
}
