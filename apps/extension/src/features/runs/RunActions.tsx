import { Button } from "@callboard/ui/Button";
import { useState } from "preact/hooks";
import { api } from "../../data/api.ts";
import { go } from "../../shared/route.ts";
import { countText } from "../../shared/countText.ts";
import { download } from "../../shared/download.ts";
import { failureText } from "../../shared/form/failures.ts";
import { toasts } from "../../shared/toasts.ts";
import { useAction } from "../../shared/form/useAction.ts";
import { useViewer } from "../../shared/viewer.ts";
import { runs as texts } from "../../texts/en/runs.ts";
import { format } from "../../texts/format.ts";
import { type Run, runTexts } from "./runText.ts";
import { TypeToStartDialog } from "./TypeToStartDialog.tsx";
import { StopDialog } from "./StopDialog.tsx";

type RunAction = "start" | "pause" | "resume" | "stop" | "retry" | "discard";

/** The page that a run was proposed from: discarding it leads back there. */
const PAGE_AFTER_DISCARD: Partial<Record<string, [string, ...string[]]>> = {
  "push preset": ["presets"],
  "undo batch": ["history"],
  "cancel agency": ["account-status"],
};

interface RunActionsProps {
  run: Run;
  refetch: () => Promise<void>;
}

/** The actions that are possible now; the others are absent. */
export function RunActions({ run, refetch }: RunActionsProps) {
  const [stopping, setStopping] = useState(false);
  const [typing, setTyping] = useState(false);
  const act = useAction((deed: RunAction, options) => api().runs[deed].mutate({ run: run.id }, options));
  const busy = act.busy.value;

  async function perform(deed: RunAction) {
    const outcome = await act.run(deed);
    if (outcome?.ok === false) toasts.show({ kind: "bad", sentence: failureText(outcome)! });
    else if (outcome && deed === "discard") {
      toasts.show({ sentence: runTexts(run)?.discarded ?? texts.discarded });
      return go(...(PAGE_AFTER_DISCARD[run.what] ?? ["numbers", "import"]));
    }
    await refetch();
    setStopping(false);
  }

  const does = (deed: RunAction) => ({ busy, onClick: () => void perform(deed) });
  if (run.state === "proposed")
    return (
      <>
        <ProposedActions
          run={run}
          does={(deed) =>
            deed === "start" && run.typed !== null ? { busy, onClick: () => setTyping(true) } : does(deed)
          }
        />
        {typing && <TypeToStartDialog run={run} onStarted={refetch} onClose={() => setTyping(false)} />}
      </>
    );
  const ended = run.state === "done" || run.state === "stopped";
  return (
    <>
      {ended && (
        <Button icon="download" onClick={() => void download("/export/run.csv", { run: run.id }, reportName(run))}>
          {texts.report}
        </Button>
      )}
      {ended && run.retriable && (
        <Button variant="primary" {...does("retry")}>
          {run.goesOn ? texts.goOn : run.counts.failed === 1 ? texts.retryOne : texts.retry}
        </Button>
      )}
      {run.state === "running" && <Button icon="pause" {...does("pause")} children={texts.pause} />}
      {!ended && <Button onClick={() => setStopping(true)}>{texts.stop}</Button>}
      {run.state === "paused" && <Button variant="primary" {...does("resume")} children={texts.resume} />}
      {stopping && !ended && (
        <StopDialog run={run} action={act} onStop={() => perform("stop")} onClose={() => setStopping(false)} />
      )}
    </>
  );
}

const reportName = (run: Run) => `${run.title.replace(/\.csv$/i, "")} report.csv`;

interface ProposedProps {
  run: Run;
  does: (deed: RunAction) => { busy: boolean; onClick: () => void };
}

function ProposedActions({ run, does }: ProposedProps) {
  const { id, counts, title } = run;
  const { locale } = useViewer();
  const ready = countText(counts.left, locale);
  const words = runTexts(run);
  const many = words?.start ?? (counts.failed > 0 ? texts.importOthers : texts.importAll);
  const one = words?.startOne ?? texts.importOne;
  const refusedName = `${title.replace(/\.csv$/i, "")} refused.csv`;
  return (
    <>
      {counts.failed > 0 && (
        <Button
          icon="download"
          onClick={() => void download("/export/run.csv", { run: id, state: "failed" }, refusedName)}
        >
          {texts.refusedSave}
        </Button>
      )}
      <Button {...does("discard")}>{counts.left === 0 && !words ? texts.anotherFile : texts.discard}</Button>
      {counts.left > 0 && (
        <Button variant="primary" {...does("start")}>
          {counts.left === 1 ? one : format(many, { ready })}
        </Button>
      )}
    </>
  );
}
