import type { Status } from "@callboard/domain/agents/rules";
import { dayIn } from "@callboard/domain/core/calendar";
import { useState } from "preact/hooks";
import { nudgeWorker } from "../../../browser.ts";
import { api, type Inputs } from "../../../data/api.ts";
import { serverNow } from "../../../data/clock.ts";
import { fieldError } from "../../../shared/form/failures.ts";
import { FormDialog } from "../../../shared/form/FormDialog.tsx";
import { useAction } from "../../../shared/form/useAction.ts";
import { zoneCity } from "../../../shared/timeText.ts";
import { toasts } from "../../../shared/toasts.ts";
import { useViewer } from "../../../shared/viewer.ts";
import { agents } from "../../../texts/en/agents.ts";
import { format } from "../../../texts/format.ts";
import { type ChosenPerson, PeoplePicker } from "./PeoplePicker.tsx";
import { PlanFields } from "./PlanFields.tsx";
import { planFormErrors, type PlanFormErrors, planFormOf, planInputOf, type PlanView } from "./planForm.ts";
import "./Planned.css";

const texts = agents.planned.form;
const PLAN_FIELDS = ["status", "firstDay", "lastDay", "weekdays", "from", "to"] as const;

interface PlanDialogProps {
  /** The planned status to edit; null for a new one. */
  plan: PlanView | null;
  /** Whose it is; null to choose several people. */
  person: ChosenPerson | null;
  /** Who is chosen to begin with, if it is for several. */
  chosen?: readonly ChosenPerson[];
  /** The zone of its days and times; null for each person's own. */
  zone: string | null;
  statuses: readonly Status[];
  onClose: () => void;
  onSaved?: () => unknown;
}

/** Plans a status for oneself, for somebody else or for several people, or changes a planned one. */
export function PlanDialog({ plan, person, chosen = [], zone, statuses, onClose, onSaved }: PlanDialogProps) {
  const viewer = useViewer();
  const [form, setForm] = useState(() => planFormOf(plan, dayIn(serverNow(), zone ?? viewer.zone)));
  const [people, setPeople] = useState<readonly ChosenPerson[]>(person ? [person] : chosen);
  const [wasSubmitted, setWasSubmitted] = useState(false);
  const planStatus = useAction((input: Inputs["agents"]["planStatus"], options) =>
    api().agents.planStatus.mutate(input, options),
  );
  const missing = planFormErrors(form);
  const isComplete = Object.keys(missing).length === 0 && people.length > 0;

  async function submit() {
    setWasSubmitted(true);
    if (!isComplete) return;
    const edited = plan ? { id: plan.id, version: plan.version } : {};
    const ids = people.map(({ id }) => id);
    const outcome = await planStatus.run({ ...planInputOf(form), ...edited, people: ids, zone: viewer.zone });
    if (!outcome?.ok) return;
    toasts.show({ tone: "good", sentence: doneText() });
    // The popup and the icon show it too.
    nudgeWorker();
    onClose();
    await onSaved?.();
  }

  function doneText(): string {
    const status = statuses.find(({ id }) => id === form.status)?.name ?? "";
    if (plan) return texts.saved;
    return people.length > 1
      ? format(texts.addedFor, { status, count: people.length })
      : format(texts.added, { status });
  }

  const outcome = planStatus.outcome.value;
  const errors: PlanFormErrors = wasSubmitted ? { ...missing } : {};
  const rejected = PLAN_FIELDS.find((field) => fieldError(outcome, field));
  if (rejected) errors[rejected] = fieldError(outcome, rejected)!;
  const noPeople = wasSubmitted && people.length === 0 ? texts.peopleNeeded : undefined;
  return (
    <FormDialog
      title={titleOf(plan, person, viewer.me.person.id)}
      submit={plan ? texts.submitSave : texts.submitAdd}
      action={planStatus}
      fields={[...PLAN_FIELDS, "people"]}
      onSubmit={submit}
      onClose={onClose}
    >
      {person === null && (
        <PeoplePicker people={people} error={noPeople ?? fieldError(outcome, "people")} onChange={setPeople} />
      )}
      <PlanFields
        form={form}
        statuses={statuses}
        errors={errors}
        onChange={(change) => {
          planStatus.clear();
          setForm((current) => ({ ...current, ...change }));
        }}
      />
      <p class="cb-muted">
        {zone !== null && zone !== viewer.zone && `${format(texts.zone, { city: zoneCity(zone) })} `}
        {texts.hint}
      </p>
    </FormDialog>
  );
}

function titleOf(plan: PlanView | null, person: ChosenPerson | null, viewer: string): string {
  if (plan) return texts.edit;
  if (person === null) return texts.addTeam;
  return person.id === viewer ? texts.add : format(texts.addFor, { name: person.name });
}
