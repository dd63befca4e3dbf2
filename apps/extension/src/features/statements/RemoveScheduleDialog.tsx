import { api } from "../../data/api.ts";
import { FormDialog } from "../../shared/form/FormDialog.tsx";
import { toasts } from "../../shared/toasts.ts";
import { useAction } from "../../shared/form/useAction.ts";
import { statements } from "../../texts/en/statements.ts";
import { format } from "../../texts/format.ts";
import type { Schedule } from "./types.ts";

const texts = statements.schedules.removing;

interface RemoveScheduleDialogProps {
  schedule: Schedule;
  onClose: () => void;
  onDone: () => void;
}

export function RemoveScheduleDialog({ schedule, onClose, onDone }: RemoveScheduleDialogProps) {
  const { id, version, rhythm } = schedule;
  const remove = useAction((_: null, options) => api().statements.removeSchedule.mutate({ id, version }, options));
  async function submit() {
    const outcome = await remove.run(null);
    if (!outcome?.ok) return;
    toasts.show({ kind: "good", sentence: format(texts.done, { rhythm }) });
    onDone();
    onClose();
  }
  return (
    <FormDialog title={texts.title} submit={texts.submit} danger action={remove} onSubmit={submit} onClose={onClose}>
      <p>{format(texts.what, { rhythm })}</p>
    </FormDialog>
  );
}
