import { Button } from "@callboard/ui/Button";
import { Card } from "@callboard/ui/Card";
import { useState } from "preact/hooks";
import { api } from "../../../data/api.ts";
import { useResource } from "../../../data/liveResource.ts";
import { Loaded } from "../../../shared/page/Loaded.tsx";
import { useViewer } from "../../../shared/viewer.ts";
import { agents } from "../../../texts/en/agents.ts";
import { PlanDialog } from "./PlanDialog.tsx";
import { PlannedList } from "./PlannedList.tsx";

const texts = agents.planned;

/** What is planned for the reader. */
export function PlannedCard() {
  const { me } = useViewer();
  const [isOpen, setOpen] = useState(false);
  const planned = useResource(["agent", "plannedStatus"], () => api().agents.planned.query({}));
  const statuses = useResource(["status"], () => api().agents.statuses.query()).data.value ?? [];
  const button = (
    <Button icon="plus" disabled={statuses.length === 0} onClick={() => setOpen(true)}>
      {texts.plan}
    </Button>
  );
  return (
    <Card title={texts.card} actions={button}>
      <Loaded resource={planned} label={texts.loading} lines={2}>
        {(answer) =>
          answer.plans.length === 0 ? (
            <p class="cb-muted">{texts.none}</p>
          ) : (
            <PlannedList planned={answer} statuses={statuses} onChanged={planned.refetch} />
          )
        }
      </Loaded>
      {isOpen && (
        <PlanDialog
          plan={null}
          person={me.person}
          zone={planned.data.value?.zone ?? null}
          statuses={statuses}
          onClose={() => setOpen(false)}
          onSaved={planned.refetch}
        />
      )}
    </Card>
  );
}
