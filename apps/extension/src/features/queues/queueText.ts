import { queues } from "../../texts/en/queues.ts";
import { format } from "../../texts/format.ts";
import type { QueueView } from "./types.ts";

const texts = queues.summary;
/** Of more members than this, the rest are counted. */
const NAMES_MAX = 3;

/**
 * “Open until 17:30 · Ava would be offered the next call”, the answer that people open a queue's page for. `connects`:
 * whether the account's state lets calls through; if not, nobody gets the next call.
 */
export function queueSummary(
  queue: Pick<QueueView, "why" | "open" | "eligible" | "noAnswer" | "noAnswerName">,
  connects: boolean,
): string {
  if (!connects) return queue.why;
  // Several members have rank 1 if the call rings at all of them at once.
  const nextNames = queue.eligible.filter(({ rank }) => rank === 1).map(({ name }) => name);
  if (!queue.open) return [queue.why, noAnswerText(queue)].join(texts.join);
  const offerText = nextNames.length === 0 ? `${texts.none}${texts.and}${noAnswerText(queue)}` : offeredText(nextNames);
  return [queue.why, offerText].join(texts.join);
}

function offeredText(names: readonly string[]): string {
  if (names.length === 1) return format(texts.one, { name: names[0]! });
  return format(texts.all, { names: namesText(names) });
}

/** “Ava, Ben and Cleo”, “Ava, Ben, Cleo and 4 more”. */
export function namesText(names: readonly string[]): string {
  if (names.length > NAMES_MAX)
    return format(texts.more, { names: names.slice(0, NAMES_MAX).join(", "), count: names.length - NAMES_MAX });
  if (names.length < 2) return names.join("");
  return format(texts.two, { first: names.slice(0, -1).join(", "), second: names.at(-1)! });
}

/** Where a call goes if nobody answers it. */
function noAnswerText({ noAnswer, noAnswerName }: Pick<QueueView, "noAnswer" | "noAnswerName">): string {
  if (noAnswer.to === "hang up" || noAnswer.to === "voicemail") return texts.onward[noAnswer.to];
  return format(texts.onward[noAnswer.to], { name: noAnswerName ?? texts.gone });
}
