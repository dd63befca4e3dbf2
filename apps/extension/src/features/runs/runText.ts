import { HOUR, MINUTE, SECOND } from "@callboard/domain/core/time";
import type { Outputs } from "../../data/api.ts";
import { countText } from "../../shared/countText.ts";
import { runs as texts } from "../../texts/en/runs.ts";
import { format } from "../../texts/format.ts";

export type Run = Omit<Outputs["runs"]["get"], "now">;
type RunCounts = Pick<Run, "counts">;

/** How many items have ended, with any outcome. */
export const finishedCount = ({ counts }: RunCounts): number => counts.total - counts.pending;

/** The run's title: the file of an import, or the change that is made. */
export const runTitle = ({ type, title }: Pick<Run, "type" | "title">): string => format(texts.titled[type], { title });

/** The run's state in one sentence. */
export function runSummary(run: Run, locale: string): string {
  const { state, counts, preparing } = run;
  const { total, done, skipped, failed } = countTexts(run, locale);
  const finished = countText(finishedCount(run), locale);
  if (state === "proposed") return proposedSummary(run, locale);
  if (state === "running" && preparing !== null)
    return preparing === "listing" ? texts.preparingListing : texts.preparingRetrying;
  if (state === "running") return format(texts.running, { done: finished, total });
  if (state === "paused") return format(texts.paused, { done: finished, total });
  if (state === "stopped") return format(texts.stopped, { done, skipped });
  if (counts.done === counts.total) return format(texts.doneAll, { total });
  if (counts.skipped > 0) return format(texts.doneSkipped, { done, skipped, failed });
  return format(texts.doneSome, { done, failed });
}

/** The texts of a run that waits to be started; null if its items are numbers. */
export const runTexts = ({ type }: { type: string }) =>
  Object.hasOwn(texts.proposed, type) ? texts.proposed[type as keyof typeof texts.proposed] : null;

/** Types of run whose items say in a whole sentence what happens to a number. */
const TYPES_WITH_SENTENCES: readonly string[] = ["cancel account", "reactivate account", "change plan"];
export const hasSentenceLines = ({ type }: { type: string }): boolean => TYPES_WITH_SENTENCES.includes(type);

function proposedSummary({ type, counts }: Run, locale: string): string {
  const text = runTexts({ type });
  if (text) return readySummary(text, counts.pending, locale);
  const numbers =
    counts.pending === 1 ? texts.numberIs : format(texts.numbersAre, { count: countText(counts.pending, locale) });
  const lines =
    counts.failed === 1 ? texts.lineWas : format(texts.linesWere, { count: countText(counts.failed, locale) });
  if (counts.failed === 0) return format(texts.ready, { numbers });
  return counts.pending === 0 ? format(texts.readyNone, { lines }) : format(texts.readySome, { numbers, lines });
}

type RunTexts = NonNullable<ReturnType<typeof runTexts>>;

function readySummary(text: RunTexts, pendingCount: number, locale: string): string {
  if (pendingCount === 0) return text.readyNone;
  return pendingCount === 1 ? text.readyOne : format(text.ready, { count: countText(pendingCount, locale) });
}

const countTexts = ({ counts }: Run, locale: string) => ({
  total: countText(counts.total, locale),
  done: countText(counts.done, locale),
  skipped: countText(counts.skipped, locale),
  failed: countText(counts.failed, locale),
});

/** "about 3 min left", estimated from `rate`, the items per second of the last ten seconds. */
export function timeLeftText({ counts, rate }: Pick<Run, "counts" | "rate">): string {
  if (rate === 0) return texts.starting;
  const msLeft = (counts.pending / rate) * SECOND;
  if (msLeft < MINUTE) return texts.leftSeconds;
  if (msLeft < 2 * MINUTE) return texts.leftMinute;
  if (msLeft < HOUR) return format(texts.leftMinutes, { minutes: Math.round(msLeft / MINUTE) });
  return format(texts.leftHours, { hours: Math.round(msLeft / HOUR) });
}
