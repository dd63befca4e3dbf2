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

/** Shows how many items are done and how many would be left. The run goes on meanwhile, and its counts change. */
export function StopDialog({ run, action, onStop, onClose }: StopDialogProps) {
  const { language } = useViewer();
  const counts = {
    done: countText(finishedCount(run), language),
    total: countText(run.counts.total, language),
    left: countText(run.counts.pending, language),
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
      <p class="cb-numbers">{format(texts.stopExplanation, counts)}</p>
      <p>{run.mustBeCompleted ? texts.stopOwed : texts.stopFinal}</p>
    </FormDialog>
  );
}
