import { CALL_SECONDS_MAX } from "@callboard/domain/calls/types";
import { formatDuration } from "@callboard/domain/core/time";
import type { Outputs } from "../../data/api.ts";
import { tryCall as texts } from "../../texts/en/shared/tryCall.ts";
import { format } from "../../texts/format.ts";

export type TriedCall = Outputs["calls"]["try"]["answer"];
type Connection = Extract<TriedCall, { connect: true }>;

/** What a call would get: in one sentence, then in what follows from it. */
export interface TryCallText {
  connects: boolean;
  sentence: string;
  details: string[];
}

/** Of more agents than this, the rest are counted. */
const NAMES_MAX = 5;

/** Who would be rung in which order, or why nobody would be and what the caller hears. */
export function tryCallText(answer: TriedCall): TryCallText {
  if (!answer.connect)
    return { connects: false, sentence: texts.refused, details: [answer.message, answer.callerHears].map(endSentence) };
  const details = [
    ...(answer.queue === null ? [] : [format(texts.inQueue, { queue: answer.queue.name })]),
    ...(answer.maxSeconds === null ? [] : [lengthText(answer.maxSeconds)]),
  ];
  return { connects: true, sentence: withAfterwards(ringsText(answer), answer.afterwards), details };
}

const endSentence = (sentence: string): string => (sentence.endsWith(".") ? sentence : `${sentence}.`);

function ringsText({ rings, ring, ringSeconds: seconds }: Connection): string {
  const number = rings[0]?.number ?? null;
  if (number !== null) {
    const name = rings[0]!.name === "" ? number : format(texts.named, { name: rings[0]!.name, number });
    return format(texts.number, { name, seconds });
  }
  const names = rings.map(({ name }) => name);
  if (names.length === 1) return format(texts.alone, { name: names[0]!, seconds });
  if (ring === "together")
    return format(texts.together, { names: limited(names, names.slice(0, NAMES_MAX).join(", ")), seconds });
  const inOrder = names.slice(0, NAMES_MAX).reduce((before, next) => format(texts.inOrder, { first: before, next }));
  return format(texts.each, { names: limited(names, inOrder), seconds });
}

const limited = (names: readonly string[], shown: string): string =>
  names.length > NAMES_MAX ? format(texts.more, { names: shown, count: names.length - NAMES_MAX }) : shown;

function withAfterwards(rings: string, afterwards: Connection["afterwards"]): string {
  if (afterwards === null) return rings;
  const { to, name } = afterwards;
  if (to === "hang up" || to === "voicemail") return format(texts.afterwards[to], { rings });
  return format(texts.afterwards[to], { rings, name: name ?? texts.gone });
}

/** No call lasts longer than a day, so the balance isn't named if it pays for that. */
const lengthText = (seconds: number): string =>
  format(seconds === CALL_SECONDS_MAX ? texts.longest : texts.balance, { time: durationText(seconds) });

const durationText = (seconds: number): string =>
  seconds < 60 ? format(texts.seconds, { seconds }) : formatDuration(Math.floor(seconds / 60));
