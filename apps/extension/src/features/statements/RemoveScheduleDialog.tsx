import { api } from "../../data/api.ts";
import { RemovalDialog } from "../../shared/form/RemovalDialog.tsx";
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
  const { id, version, cadenceText: cadence } = schedule;
  return (
    <RemovalDialog
      title={texts.title}
      submit={texts.submit}
      done={format(texts.done, { cadence })}
      send={(options) => api().statements.removeSchedule.mutate({ id, version }, options)}
      onRemoved={onDone}
      onClose={onClose}
    >
      <p>{format(texts.explanation, { cadence })}</p>
    </RemovalDialog>
  );
}
