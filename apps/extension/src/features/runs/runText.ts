import type { Outputs } from "../../data/api.ts";
import { countText } from "../../shared/countText.ts";
import { runs as texts } from "../../texts/en/runs.ts";
import { format } from "../../texts/format.ts";

export type Run = Omit<Outputs["runs"]["get"], "now">;
type RunCounts = Pick<Run, "counts">;

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** How many items have ended, whatever the outcome. */
export const finishedCount = ({ counts }: RunCounts): number => counts.total - counts.left;

/** The run's title: the file of an import, or the change that is made. */
export const runTitle = ({ what, title }: Pick<Run, "what" | "title">): string => format(texts.titled[what], { title });

/** The run's state in one sentence. */
export function runSummary(run: Run, locale: string): string {
  const { state, counts, preparing } = run;
  const { total, done, skipped, failed } = countTexts(run, locale);
  const far = countText(finishedCount(run), locale);
  if (state === "proposed") return proposedSummary(run, locale);
  if (state === "running" && preparing !== null)
    return preparing === "listing" ? texts.preparingListing : texts.preparingRetrying;
  if (state === "running") return format(texts.running, { done: far, total });
  if (state === "paused") return format(texts.paused, { done: far, total });
  if (state === "stopped") return format(texts.stopped, { done, skipped });
  if (counts.done === counts.total) return format(texts.doneAll, { total });
  if (counts.skipped > 0) return format(texts.doneSkipped, { done, skipped, failed });
  return format(texts.doneSome, { done, failed });
}

/** The texts of runs on records of any kind; null for those on numbers. */
export const runTexts = ({ what }: { what: string }) =>
  Object.hasOwn(texts.proposed, what) ? texts.proposed[what as keyof typeof texts.proposed] : null;

/** Runs whose items say in a sentence what happens to a number. */
const KINDS_WITH_SENTENCES: readonly string[] = ["cancel account", "return account", "change plan"];
export const hasSentenceLines = ({ what }: { what: string }): boolean => KINDS_WITH_SENTENCES.includes(what);

function proposedSummary({ what, counts }: Run, locale: string): string {
  const words = runTexts({ what });
  if (words) return readySummary(words, counts.left, locale);
  const numbers =
    counts.left === 1 ? texts.numberIs : format(texts.numbersAre, { count: countText(counts.left, locale) });
  const lines =
    counts.failed === 1 ? texts.lineWas : format(texts.linesWere, { count: countText(counts.failed, locale) });
  if (counts.failed === 0) return format(texts.ready, { numbers });
  return counts.left === 0 ? format(texts.readyNone, { lines }) : format(texts.readySome, { numbers, lines });
}

type RunTexts = NonNullable<ReturnType<typeof runTexts>>;

function readySummary(words: RunTexts, left: number, locale: string): string {
  if (left === 0) return words.readyNone;
  return left === 1 ? words.readyOne : format(words.ready, { count: countText(left, locale) });
}

const countTexts = ({ counts }: Run, locale: string) => ({
  total: countText(counts.total, locale),
  done: countText(counts.done, locale),
  skipped: countText(counts.skipped, locale),
  failed: countText(counts.failed, locale),
});

/** "about 3 min left", estimated from the last ten seconds. */
export function timeLeftText({ counts, rate }: Pick<Run, "counts" | "rate">): string {
  if (rate === 0) return texts.starting;
  const seconds = counts.left / rate;
  if (seconds < MINUTE) return texts.leftSeconds;
  if (seconds < 2 * MINUTE) return texts.leftMinute;
  if (seconds < HOUR) return format(texts.leftMinutes, { minutes: Math.round(seconds / MINUTE) });
  return format(texts.leftHours, { hours: Math.round(seconds / HOUR) });
}
