import { SECOND } from "@callboard/domain/core/time";
import { formatElapsed } from "@callboard/ui/Elapsed";
import type { Outputs } from "../../data/api.ts";
import { calls as texts } from "../../texts/en/calls.ts";
import { format } from "../../texts/format.ts";

export type Call = Outputs["calls"]["list"]["calls"][number];

/** How many calls are in progress, as the page's sentence. */
export function callsSummary(count: number): string {
  if (count === 0) return texts.summaryNone;
  return count === 1 ? texts.summaryOne : format(texts.summary, { count });
}

/** What a call in progress does: whose phone rings, or who answered. */
export function progressText({
  answeredAt,
  agent,
  receiver,
  ringing,
  queue,
}: Pick<Call, "answeredAt" | "agent" | "receiver" | "ringing" | "queue">): string {
  const name = agent ?? receiver;
  if (answeredAt !== null) return name === null ? texts.answered : format(texts.talking, { name });
  if (ringing.length > 0) return format(texts.ringing, { names: ringing.join(", ") });
  if (receiver !== null) return format(texts.ringing, { names: receiver });
  return queue === null ? texts.connecting : texts.waiting;
}

/** What became of a call that is over. */
export function outcomeText({
  outcome,
  refusal,
  agent,
  receiver,
  missedBy,
}: Pick<Call, "outcome" | "refusal" | "agent" | "receiver" | "missedBy">): string {
  if (outcome === "refused") return format(texts.refused, { reason: texts.reasons[refusal ?? "no target"] });
  if (outcome === "answered") {
    const name = agent ?? receiver;
    return name === null ? texts.answered : format(texts.answeredBy, { name });
  }
  // Somebody who was offered the call again missed it more than once.
  const names = [...new Set(missedBy)];
  if (names.length > 0) return format(texts.missedBy, { names: names.join(", ") });
  return receiver === null ? texts.missed : format(texts.missedReceiver, { name: receiver });
}

/** “after 5 s”: how long the caller waited for an answer; null if there was none. */
export function waitText({ startedAt, answeredAt }: Pick<Call, "startedAt" | "answeredAt">): string | null {
  if (answeredAt === null) return null;
  const seconds = Math.round((answeredAt - startedAt) / SECOND);
  const time = seconds < 60 ? format(texts.seconds, { seconds }) : formatElapsed(seconds * SECOND);
  return format(texts.afterWait, { time });
}

/** “1:30”: how long an answered call lasted. */
export const callLength = ({ seconds }: Pick<Call, "seconds">): string =>
  seconds === null ? "" : formatElapsed(seconds * SECOND);
