import type { Status } from "@callboard/domain/agents/rules";
import { dayIn } from "@callboard/domain/core/calendar";
import { Button } from "@callboard/ui/Button";
import { Icon } from "@callboard/ui/Icon";
import { Menu, type MenuEntry } from "@callboard/ui/Menu";
import { StatusShape } from "@callboard/ui/StatusShape";
import { useState } from "preact/hooks";
import { nudgeWorker } from "../../../browser.ts";
import { api, type Inputs, type Outputs } from "../../../data/api.ts";
import { failureText } from "../../../shared/form/failures.ts";
import { RemovalDialog } from "../../../shared/form/RemovalDialog.tsx";
import { useAction } from "../../../shared/form/useAction.ts";
import { statusLook } from "../../../shared/status/look.ts";
import { toasts } from "../../../shared/toasts.ts";
import { useNow } from "../../../shared/useNow.ts";
import { useViewer } from "../../../shared/viewer.ts";
import { agents } from "../../../texts/en/agents.ts";
import { format } from "../../../texts/format.ts";
import { PlanDialog } from "./PlanDialog.tsx";
import type { PlanView } from "./planForm.ts";
import { dayText, planDetails, planTimes } from "./planText.ts";
import "./Planned.css";

const texts = agents.planned;

interface PlannedListProps {
  planned: Outputs["agents"]["planned"];
  statuses: readonly Status[];
  onChanged: () => Promise<unknown>;
}

/** A person's planned statuses, the next one first. */
export function PlannedList({ planned, statuses, onChanged }: PlannedListProps) {
  const viewer = useViewer();
  const [dialog, setDialog] = useState<{ plan: PlanView; for: "edit" | "remove" } | null>(null);
  const { person, name } = planned;
  return (
    <>
      <ul class="planned-list">
        {planned.plans.map((plan) => (
          <PlannedRow
            key={plan.id}
            plan={plan}
            status={statuses.find(({ id }) => id === plan.status)}
            onAction={(action) => setDialog({ plan, for: action })}
            onChanged={onChanged}
          />
        ))}
      </ul>
      {dialog?.for === "edit" && (
        <PlanDialog
          plan={dialog.plan}
          person={{ id: person, name }}
          zone={planned.zone}
          statuses={statuses}
          onClose={() => setDialog(null)}
          onSaved={onChanged}
        />
      )}
      {dialog?.for === "remove" && (
        <RemovalDialog
          title={format(texts.removeTitle, { status: dialog.plan.statusName })}
          submit={texts.remove}
          done={format(texts.removed, { status: dialog.plan.statusName })}
          send={(options) => api().agents.removePlanned.mutate({ id: dialog.plan.id }, options)}
          onRemoved={onChanged}
          onClose={() => setDialog(null)}
        >
          <p>{format(texts.removeText, { times: planTimes(dialog.plan, viewer) })}</p>
        </RemovalDialog>
      )}
    </>
  );
}

interface PlannedRowProps {
  plan: PlanView;
  status: Status | undefined;
  onAction: (action: "edit" | "remove") => void;
  onChanged: () => Promise<unknown>;
}

function PlannedRow({ plan, status, onAction, onChanged }: PlannedRowProps) {
  const viewer = useViewer();
  const now = useNow();
  const skip = useAction((input: Inputs["agents"]["skipPlanned"], options) =>
    api().agents.skipPlanned.mutate(input, options),
  );
  const { id, statusName, next } = plan;
  const times = planTimes(plan, viewer);

  async function setSkipped(day: string, skipped: boolean) {
    const outcome = await skip.run({ id, day, skipped });
    const failure = failureText(outcome);
    const done = format(skipped ? texts.didSkip : texts.didUnskip, { status: statusName, day: dayText(day, viewer) });
    toasts.show(failure ? { tone: "bad", sentence: failure } : { tone: "good", sentence: done });
    nudgeWorker();
    await onChanged();
  }

  const today = dayIn(now, plan.zone);
  const putBack = plan.skipped
    .filter((day) => day >= today)
    .map((day): MenuEntry => ({
      id: day,
      label: format(texts.unskip, { day: dayText(day, viewer) }),
      onSelect: () => void setSkipped(day, false),
    }));
  return (
    <li class="planned-row">
      {status && <StatusShape {...statusLook(status)} size={20} />}
      <div class="planned-text">
        <p>
          <strong>{statusName}</strong> {times}
        </p>
        <p class="cb-muted">{planDetails(plan, plan.person, now, viewer)}</p>
      </div>
      <span class="planned-actions">
        {next && (
          <Button size="small" variant="quiet" busy={skip.busy.value} onClick={() => void setSkipped(next.day, true)}>
            {format(texts.skip, { day: dayText(next.day, viewer) })}
          </Button>
        )}
        <Menu
          kind="icon"
          align="end"
          label={format(texts.menu, { status: statusName, times })}
          entries={[
            { id: "edit", label: texts.edit, onSelect: () => onAction("edit") },
            ...putBack,
            { separator: true },
            { id: "remove", label: texts.remove, danger: true, onSelect: () => onAction("remove") },
          ]}
        >
          <Icon name="dots" />
        </Menu>
      </span>
    </li>
  );
}
