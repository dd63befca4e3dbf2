import type { Doc } from "../core/record.ts";
import type { Instant } from "../core/time.ts";
import { message } from "../core/message.ts";
import { figureLine, type Line } from "../proposals/lines.ts";
import { HIDDEN_HISTORY_MS, type Terms } from "./catalogue.ts";

/** Versions beyond the plan: counted, and kept for a while so that changing back loses nothing. */
export function historyLines(
  { terms, hiddenVersionCount: count }: { terms: Doc<Terms>; hiddenVersionCount: number },
  next: Terms,
  at: Instant,
): Line[] {
  const [days, was] = [next.retentionDays, terms.data.retentionDays];
  if (days === was) return [];
  const { hiddenHistory } = next;
  if (days > was || hiddenHistory === null)
    return [figureLine("history", "data", message("plans.historyLonger", { days, was }))];
  const until = hiddenHistory.until;
  const key = count === 0 ? "plans.historyShorter" : count === 1 ? "plans.hiddenOne" : "plans.hiddenMany";
  const text = message(key, { days, was, count, until });
  return [{ ...figureLine("history", "data", text), undo: { when: "until", until: at + HIDDEN_HISTORY_MS } }];
}
