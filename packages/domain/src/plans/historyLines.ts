import type { Doc } from "../core/record.ts";
import type { Instant } from "../core/time.ts";
import { message } from "../core/message.ts";
import { figureLine, type Line } from "../proposals/lines.ts";
import { HIDDEN_HISTORY_MS, type Terms } from "./catalogue.ts";

/** The versions that the next plan no longer shows: how many, and until when they are kept for changing back. */
export function historyLines(
  { terms, hiddenVersionCount: count }: { terms: Doc<Terms>; hiddenVersionCount: number },
  next: Terms,
  at: Instant,
): Line[] {
  const [days, daysBefore] = [next.retentionDays, terms.data.retentionDays];
  if (days === daysBefore) return [];
  const { hiddenHistory } = next;
  if (days > daysBefore || hiddenHistory === null)
    return [figureLine("history", "data", message("plans.historyLonger", { days, was: daysBefore }))];
  const until = hiddenHistory.until;
  const key = count === 0 ? "plans.historyShorter" : count === 1 ? "plans.hiddenOne" : "plans.hiddenMany";
  const text = message(key, { days, was: daysBefore, count, until });
  return [{ ...figureLine("history", "data", text), undo: { when: "until", until: at + HIDDEN_HISTORY_MS } }];
}
