import { Button } from "@callboard/ui/Button";
import { useState } from "preact/hooks";
import { api } from "../../data/api.ts";
import { go, type PageName } from "../../shared/route.ts";
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
const PAGE_AFTER_DISCARD: Partial<Record<string, [PageName, ...string[]]>> = {
  "push preset": ["presets"],
  "undo batch": ["history"],
  "cancel agency": ["lifecycle"],
};

interface RunActionsProps {
  run: Run;
  refetch: () => Promise<void>;
}

/** The actions that are possible now; the others are absent. */
export function RunActions({ run, refetch }: RunActionsProps) {
  const [isStopDialogOpen, setStopDialogOpen] = useState(false);
  const [isStartDialogOpen, setStartDialogOpen] = useState(false);
  const request = useAction((action: RunAction, options) => api().runs[action].mutate({ run: run.id }, options));
  const busy = request.busy.value;

  async function perform(action: RunAction) {
    const outcome = await request.run(action);
    if (outcome?.ok === false) toasts.show({ tone: "bad", sentence: failureText(outcome)! });
    else if (outcome && action === "discard") {
      toasts.show({ sentence: runTexts(run)?.discarded ?? texts.discarded });
      return go(...(PAGE_AFTER_DISCARD[run.type] ?? ["numbers", "import"]));
    }
    await refetch();
    setStopDialogOpen(false);
  }

  const buttonProps = (action: RunAction) => ({ busy, onClick: () => void perform(action) });
  if (run.state === "proposed")
    return (
      <>
        <ProposedActions
          run={run}
          // A run that can't be undone starts only after its name has been typed.
          buttonProps={(action) =>
            action === "start" && run.typed !== null
              ? { busy, onClick: () => setStartDialogOpen(true) }
              : buttonProps(action)
          }
        />
        {isStartDialogOpen && (
          <TypeToStartDialog run={run} onStarted={refetch} onClose={() => setStartDialogOpen(false)} />
        )}
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
        <Button variant="primary" {...buttonProps("retry")}>
          {run.retryIncludesStopped ? texts.continue : run.counts.failed === 1 ? texts.retryOne : texts.retry}
        </Button>
      )}
      {run.state === "running" && <Button icon="pause" {...buttonProps("pause")} children={texts.pause} />}
      {!ended && <Button onClick={() => setStopDialogOpen(true)}>{texts.stop}</Button>}
      {run.state === "paused" && <Button variant="primary" {...buttonProps("resume")} children={texts.resume} />}
      {isStopDialogOpen && !ended && (
        <StopDialog
          run={run}
          action={request}
          onStop={() => perform("stop")}
          onClose={() => setStopDialogOpen(false)}
        />
      )}
    </>
  );
}

const reportName = (run: Run) => `${run.title.replace(/\.csv$/i, "")} report.csv`;

interface ProposedActionsProps {
  run: Run;
  buttonProps: (action: RunAction) => { busy: boolean; onClick: () => void };
}

function ProposedActions({ run, buttonProps }: ProposedActionsProps) {
  const { id, counts, title } = run;
  const { language } = useViewer();
  const ready = countText(counts.pending, language);
  const text = runTexts(run);
  const textForMany = text?.start ?? (counts.failed > 0 ? texts.importOthers : texts.importAll);
  const textForOne = text?.startOne ?? texts.importOne;
  const failedItemsName = `${title.replace(/\.csv$/i, "")} refused.csv`;
  return (
    <>
      {counts.failed > 0 && (
        <Button
          icon="download"
          onClick={() => void download("/export/run.csv", { run: id, state: "failed" }, failedItemsName)}
        >
          {texts.downloadRefused}
        </Button>
      )}
      <Button {...buttonProps("discard")}>{counts.pending === 0 && !text ? texts.anotherFile : texts.discard}</Button>
      {counts.pending > 0 && (
        <Button variant="primary" {...buttonProps("start")}>
          {counts.pending === 1 ? textForOne : format(textForMany, { ready })}
        </Button>
      )}
    </>
  );
}
