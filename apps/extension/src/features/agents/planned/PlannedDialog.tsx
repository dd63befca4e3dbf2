import type { Status } from "@callboard/domain/agents/rules";
import { Button } from "@callboard/ui/Button";
import { Dialog } from "@callboard/ui/Dialog";
import { useState } from "preact/hooks";
import { api } from "../../../data/api.ts";
import { useResource } from "../../../data/liveResource.ts";
import { Loaded } from "../../../shared/page/Loaded.tsx";
import { agents } from "../../../texts/en/agents.ts";
import { shell } from "../../../texts/en/shell/shell.ts";
import { format } from "../../../texts/format.ts";
import type { ChosenPerson } from "./PeoplePicker.tsx";
import { PlanDialog } from "./PlanDialog.tsx";
import { PlannedList } from "./PlannedList.tsx";

const texts = agents.planned;

interface PlannedDialogProps {
  person: ChosenPerson;
  statuses: readonly Status[];
  onClose: () => void;
}

/** What is planned for somebody on the team. */
export function PlannedDialog({ person, statuses, onClose }: PlannedDialogProps) {
  const { id, name } = person;
  const [isPlanning, setPlanning] = useState(false);
  const planned = useResource(["agent", "plannedStatus"], () => api().agents.planned.query({ person: id }), [id]);
  return (
    <Dialog
      open
      width="wide"
      title={format(texts.title, { name })}
      closeLabel={shell.close}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{texts.done}</Button>
          <Button variant="primary" onClick={() => setPlanning(true)}>
            {texts.plan}
          </Button>
        </>
      }
    >
      <Loaded resource={planned} label={texts.loading} lines={2}>
        {(answer) =>
          answer.plans.length === 0 ? (
            <p class="cb-muted">{format(texts.noneFor, { name })}</p>
          ) : (
            <PlannedList planned={answer} statuses={statuses} onChanged={planned.refetch} />
          )
        }
      </Loaded>
      {isPlanning && (
        <PlanDialog
          plan={null}
          person={person}
          zone={planned.data.value?.zone ?? null}
          statuses={statuses}
          onClose={() => setPlanning(false)}
          onSaved={planned.refetch}
        />
      )}
    </Dialog>
  );
}
