import { queues } from "../../texts/en/queues.ts";
import { say } from "../../texts/say.ts";
import type { QueueAnswer } from "./answers.ts";

const texts = queues.answer;
const NAMES = 3;

/** “Open until 17:30 · Ava would be offered the next call”: what one opens a queue for. */
export function answerOf(queue: Pick<QueueAnswer, "why" | "open" | "eligible" | "noAnswer" | "noAnswerName">): string {
  const next = queue.eligible.filter(({ place }) => place === 1).map(({ name }) => name);
  if (!queue.open) return [queue.why, onward(queue)].join(texts.join);
  const who = next.length === 0 ? `${texts.none}${texts.thus}${onward(queue)}` : offeredTo(next);
  return [queue.why, who].join(texts.join);
}

function offeredTo(names: readonly string[]): string {
  if (names.length === 1) return say(texts.one, { name: names[0]! });
  return say(texts.all, { names: namesOf(names) });
}

/** “Ava, Ben and Cleo”, “Ava, Ben, Cleo and 4 more”. */
export function namesOf(names: readonly string[]): string {
  if (names.length > NAMES)
    return say(texts.more, { names: names.slice(0, NAMES).join(", "), count: names.length - NAMES });
  if (names.length < 2) return names.join("");
  return say(texts.two, { first: names.slice(0, -1).join(", "), second: names.at(-1)! });
}

/** What becomes of a call that nobody takes. */
function onward({ noAnswer, noAnswerName }: Pick<QueueAnswer, "noAnswer" | "noAnswerName">): string {
  if (noAnswer.to === "hang up" || noAnswer.to === "voicemail") return texts.onward[noAnswer.to];
  return say(texts.onward[noAnswer.to], { name: noAnswerName ?? texts.gone });
}
