import { countText } from "../../shared/countText.ts";
import { FormDialog } from "../../shared/form/FormDialog.tsx";
import type { Action } from "../../shared/form/useAction.ts";
import { useViewer } from "../../shared/viewer.ts";
import { runs as texts } from "../../texts/en/runs.ts";
import { format } from "../../texts/format.ts";
import { type Run, finishedCount } from "./runText.ts";

interface StopDialogProps {
  run: Run;
  action: Pick<Action<never, unknown>, "busy" | "outcome" | "clear">;
  onStop: () => Promise<void>;
  onClose: () => void;
}

/** Shows the progress and what will stay undone; the run and its counts continue meanwhile. */
export function StopDialog({ run, action, onStop, onClose }: StopDialogProps) {
  const { locale } = useViewer();
  const figures = {
    done: countText(finishedCount(run), locale),
    total: countText(run.counts.total, locale),
    left: countText(run.counts.left, locale),
  };
  return (
    <FormDialog
      title={texts.stopTitle}
      submit={texts.stopSubmit}
      danger
      action={action}
      onSubmit={onStop}
      onClose={onClose}
    >
      <p class="cb-numbers">{format(texts.stopWhat, figures)}</p>
      <p>{run.owed ? texts.stopOwed : texts.stopFinal}</p>
    </FormDialog>
  );
}
