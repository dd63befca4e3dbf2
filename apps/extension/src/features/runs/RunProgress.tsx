import { Card } from "@callboard/ui/Card";
import { Notice } from "@callboard/ui/Notice";
import { Progress } from "@callboard/ui/Progress";
import { countText } from "../../shared/countText.ts";
import { dayAndTime } from "../../shared/timeText.ts";
import { useViewer } from "../../shared/viewer.ts";
import { runs as texts } from "../../texts/en/runs.ts";
import { format } from "../../texts/format.ts";
import { RunState } from "./RunState.tsx";
import { type Run, finishedCount, timeLeftText } from "./runText.ts";

const COUNTS = ["done", "skipped", "failed", "pending"] as const;

/** A run's progress, its speed, and the results so far. */
export function RunProgress({ run }: { run: Run }) {
  const viewer = useViewer();
  const { counts, state } = run;
  const progressText = format(texts.progressText, {
    done: countText(finishedCount(run), viewer.language),
    total: countText(counts.total, viewer.language),
  });
  const started = run.startedAt === null ? null : dayAndTime(run.startedAt, viewer);
  return (
    <Card>
      <div class="run-progress">
        <div class="run-line">
          <RunState state={state} />
          <span class="cb-muted">
            {started !== null &&
              (run.responsible === null
                ? format(texts.started, { time: started })
                : format(texts.startedBy, { time: started, name: run.responsible }))}
            {run.endedAt !== null && `, ${format(texts.ended, { time: dayAndTime(run.endedAt, viewer) })}`}
          </span>
        </div>
        {run.suspendedReason !== null && <Notice tone="warn" sentence={run.suspendedReason} />}
        <Progress
          label={speedText(run, viewer.language)}
          value={finishedCount(run)}
          max={counts.total}
          text={progressText}
        />
        <dl class="run-figures" aria-label={texts.counts}>
          {COUNTS.map((figure) => (
            <div key={figure} data-figure={figure} data-none={counts[figure] === 0 || undefined}>
              <dt>{texts[figure]}</dt>
              <dd>{countText(counts[figure], viewer.language)}</dd>
            </div>
          ))}
        </dl>
      </div>
    </Card>
  );
}

function speedText(run: Run, locale: string): string {
  if (run.state !== "running") return texts.progressLabel;
  if (run.rate === 0) return texts.starting;
  const rate = run.rate < 10 ? run.rate.toFixed(1) : countText(Math.round(run.rate), locale);
  return `${timeLeftText(run)} · ${format(texts.rate, { rate })}`;
}
