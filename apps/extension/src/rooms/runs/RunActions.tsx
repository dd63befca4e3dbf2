import { Button } from "@callboard/ui/Button";
import { useState } from "preact/hooks";
import { api } from "../../api.ts";
import { go } from "../../route.ts";
import { counted } from "../../shell/counts.ts";
import { download } from "../../shell/download.ts";
import { sentenceOf } from "../../shell/refusals.ts";
import { toasts } from "../../shell/toasts.ts";
import { useAction } from "../../shell/useAction.ts";
import { useViewer } from "../../shell/viewer.ts";
import { runs as texts } from "../../texts/en/runs.ts";
import { say } from "../../texts/say.ts";
import { type Run, wordsOf } from "./runWords.ts";
import { TypedStartDialog } from "./TypedStartDialog.tsx";
import { StopDialog } from "./StopDialog.tsx";

type Deed = "start" | "pause" | "resume" | "stop" | "retry" | "discard";

/** Where a run was proposed from: one goes back there where it is discarded. */
const FROM: Partial<Record<string, [string, ...string[]]>> = {
  "push preset": ["presets"],
  "undo batch": ["history"],
  "cancel agency": ["account-status"],
};

interface RunActionsProps {
  run: Run;
  refetch: () => Promise<void>;
}

/** What can be done with it now; what cannot is not there. */
export function RunActions({ run, refetch }: RunActionsProps) {
  const [stopping, setStopping] = useState(false);
  const [typing, setTyping] = useState(false);
  const act = useAction((deed: Deed, options) => api().runs[deed].mutate({ run: run.id }, options));
  const busy = act.busy.value;

  async function perform(deed: Deed) {
    const outcome = await act.run(deed);
    if (outcome?.ok === false) toasts.show({ kind: "bad", sentence: sentenceOf(outcome)! });
    else if (outcome && deed === "discard") {
      toasts.show({ sentence: wordsOf(run)?.discarded ?? texts.discarded });
      return go(...(FROM[run.what] ?? ["numbers", "import"]));
    }
    await refetch();
    setStopping(false);
  }

  const does = (deed: Deed) => ({ busy, onClick: () => void perform(deed) });
  if (run.state === "proposed")
    return (
      <>
        <ProposedActions
          run={run}
          does={(deed) =>
            deed === "start" && run.typed !== null ? { busy, onClick: () => setTyping(true) } : does(deed)
          }
        />
        {typing && <TypedStartDialog run={run} onStarted={refetch} onClose={() => setTyping(false)} />}
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
  does: (deed: Deed) => { busy: boolean; onClick: () => void };
}

function ProposedActions({ run, does }: ProposedProps) {
  const { id, counts, title } = run;
  const { locale } = useViewer();
  const ready = counted(counts.left, locale);
  const words = wordsOf(run);
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
          {counts.left === 1 ? one : say(many, { ready })}
        </Button>
      )}
    </>
  );
}
