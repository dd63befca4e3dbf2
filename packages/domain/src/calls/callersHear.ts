import { type Message, message } from "../core/message.ts";
import type { AccountServiceState } from "../lifecycle/serviceState.ts";

/** What callers hear in this state of the account instead of being connected, as a sentence; null while calls connect. */
export function callersHear({ connects, label }: Pick<AccountServiceState, "connects" | "label">): Message | null {
  if (connects) return null;
  // A number of a canceled account may have been forwarded.
  return message(label === "canceled" ? "calls.hears.canceled" : "calls.hears.disconnected tone");
}
