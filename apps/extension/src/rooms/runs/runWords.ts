import type { Answers } from "../../api.ts";
import { counted } from "../../shell/counts.ts";
import { runs as texts } from "../../texts/en/runs.ts";
import { say } from "../../texts/say.ts";

export type Run = Omit<Answers["runs"]["get"], "now">;
type Counted = Pick<Run, "counts">;

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** How many have come to an end, whichever. */
export const settledOf = ({ counts }: Counted): number => counts.total - counts.left;

/** What people call it: the file of an import, the change that is made. */
export const titleOf = ({ what, title }: Pick<Run, "what" | "title">): string => say(texts.titled[what], { title });

/** How it stands, in one sentence. */
export function sentenceOf(run: Run, locale: string): string {
  const { state, counts, preparing } = run;
  const { total, done, skipped, failed } = figures(run, locale);
  const far = counted(settledOf(run), locale);
  if (state === "proposed") return proposedSentence(run, locale);
  if (state === "running" && preparing !== null)
    return preparing === "listing" ? texts.preparingListing : texts.preparingRetrying;
  if (state === "running") return say(texts.running, { done: far, total });
  if (state === "paused") return say(texts.paused, { done: far, total });
  if (state === "stopped") return say(texts.stopped, { done, skipped });
  if (counts.done === counts.total) return say(texts.doneAll, { total });
  if (counts.skipped > 0) return say(texts.doneSkipped, { done, skipped, failed });
  return say(texts.doneSome, { done, failed });
}

/** How a run speaks of itself that is about records of any kind; null for those about numbers. */
export const wordsOf = ({ what }: { what: string }) =>
  Object.hasOwn(texts.proposed, what) ? texts.proposed[what as keyof typeof texts.proposed] : null;

/** Runs whose lines say in a sentence what becomes of a number. */
const IN_SENTENCES: readonly string[] = ["cancel account", "return account", "change plan"];
export const saysWhole = ({ what }: { what: string }): boolean => IN_SENTENCES.includes(what);

function proposedSentence({ what, counts }: Run, locale: string): string {
  const words = wordsOf({ what });
  if (words) return readySentence(words, counts.left, locale);
  const numbers = counts.left === 1 ? texts.numberIs : say(texts.numbersAre, { count: counted(counts.left, locale) });
  const lines = counts.failed === 1 ? texts.lineWas : say(texts.linesWere, { count: counted(counts.failed, locale) });
  if (counts.failed === 0) return say(texts.ready, { numbers });
  return counts.left === 0 ? say(texts.readyNone, { lines }) : say(texts.readySome, { numbers, lines });
}

type Words = NonNullable<ReturnType<typeof wordsOf>>;

function readySentence(words: Words, left: number, locale: string): string {
  if (left === 0) return words.readyNone;
  return left === 1 ? words.readyOne : say(words.ready, { count: counted(left, locale) });
}

const figures = ({ counts }: Run, locale: string) => ({
  total: counted(counts.total, locale),
  done: counted(counts.done, locale),
  skipped: counted(counts.skipped, locale),
  failed: counted(counts.failed, locale),
});

/** "about 3 min left", as far as the last ten seconds can say it. */
export function timeLeft({ counts, rate }: Pick<Run, "counts" | "rate">): string {
  if (rate === 0) return texts.starting;
  const seconds = counts.left / rate;
  if (seconds < MINUTE) return texts.leftSeconds;
  if (seconds < 2 * MINUTE) return texts.leftMinute;
  if (seconds < HOUR) return say(texts.leftMinutes, { minutes: Math.round(seconds / MINUTE) });
  return say(texts.leftHours, { hours: Math.round(seconds / HOUR) });
}
