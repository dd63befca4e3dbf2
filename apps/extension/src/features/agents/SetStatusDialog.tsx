import type { Status } from "@callboard/domain/agents/rules";
import { AVAILABLE, OFFLINE, REASON_MAX } from "@callboard/domain/agents/types";
import { Field } from "@callboard/ui/Field";
import { Notice } from "@callboard/ui/Notice";
import { Select } from "@callboard/ui/Select";
import { TextInput } from "@callboard/ui/TextInput";
import { useState } from "preact/hooks";
import { api, type Inputs } from "../../data/api.ts";
import { fieldError } from "../../shared/form/failures.ts";
import { toasts } from "../../shared/toasts.ts";
import { FormDialog } from "../../shared/form/FormDialog.tsx";
import { useAction } from "../../shared/form/useAction.ts";
import { agents } from "../../texts/en/agents.ts";
import { format } from "../../texts/format.ts";
import type { Seat } from "./seats.ts";

const texts = agents.setFor;
/** In minutes. */
const LENGTHS = [15, 30, 60, 120, 240];

interface SetStatusDialogProps {
  /** Whom to set it for: at least one. */
  seats: readonly [Seat, ...Seat[]];
  statuses: readonly Status[];
  /** The id of the status to start with; null to choose one. */
  initialStatus: string | null;
  onDone: () => void;
  onClose: () => void;
}

/** Sets the status of another person, or of several at once, with a reason that they can read. */
export function SetStatusDialog({ seats, statuses, initialStatus, onDone, onClose }: SetStatusDialogProps) {
  const [statusId, setStatusId] = useState(initialStatus ?? "");
  // "usual": the status's own length; "open": without an end; otherwise minutes.
  const [length, setLength] = useState("usual");
  const [reason, setReason] = useState("");
  const [wasSubmitted, setWasSubmitted] = useState(false);
  const [{ name, agent }] = seats;
  const count = seats.length;
  const setStatusFor = useAction((input: Inputs["agents"]["setStatusForMany"], options) =>
    api().agents.setStatusForMany.mutate(input, options),
  );
  const selectedStatus = statuses.find(({ id }) => id === statusId);

  async function submit() {
    if (!selectedStatus) return;
    if (reason.trim() === "") return setWasSubmitted(true);
    const minutes = length === "usual" ? {} : { minutes: length === "open" ? null : Number(length) };
    const outcome = await setStatusFor.run({
      people: seats.map(({ person }) => person),
      status: selectedStatus.id,
      reason,
      ...minutes,
    });
    if (!outcome?.ok) return;
    toasts.show({
      tone: "good",
      sentence:
        count === 1
          ? format(texts.done, { name, status: selectedStatus.name })
          : format(texts.doneMany, { count, status: selectedStatus.name }),
    });
    onDone();
    onClose();
  }

  const outcome = setStatusFor.outcome.value;
  const reasonError =
    wasSubmitted && reason.trim() === ""
      ? count === 1
        ? format(texts.reasonNeeded, { name })
        : texts.reasonNeededMany
      : undefined;
  return (
    <FormDialog
      title={count === 1 ? format(texts.title, { name }) : format(texts.titleMany, { count })}
      submit={texts.submit}
      action={setStatusFor}
      fields={["status", "minutes", "reason"]}
      ready={selectedStatus !== undefined}
      onSubmit={submit}
      onClose={onClose}
    >
      <p class="cb-muted">{count === 1 ? format(texts.now, { status: agent.statusName }) : namesOf(seats)}</p>
      <Field label={texts.status} error={fieldError(outcome, "status")}>
        <Select
          required
          value={statusId}
          placeholder={texts.status}
          options={statuses
            .filter(({ archivedAt }) => archivedAt === null)
            .map(({ id, name: label }) => ({ value: id, label }))}
          onChange={(id) => {
            setStatusId(id);
            setLength("usual");
          }}
        />
      </Field>
      {selectedStatus && selectedStatus.id !== AVAILABLE && selectedStatus.id !== OFFLINE && (
        <Field label={texts.length} error={fieldError(outcome, "minutes")}>
          <Select value={length} options={lengthOptions(selectedStatus)} onChange={setLength} />
        </Field>
      )}
      <Field
        label={texts.reason}
        hint={count === 1 ? format(texts.reasonHint, { name }) : texts.reasonHintMany}
        error={reasonError ?? fieldError(outcome, "reason")}
      >
        <TextInput value={reason} maxLength={REASON_MAX} required onChange={setReason} />
      </Field>
      {seats.some(({ group }) => group === "call") && (
        <Notice sentence={count === 1 ? format(texts.midCall, { name }) : texts.midCallMany} />
      )}
    </FormDialog>
  );
}

const namesOf = (seats: readonly Seat[]): string => seats.map(({ name }) => name).join(", ");

function lengthOptions({ defaultMinutes }: Status) {
  const usualLabel =
    defaultMinutes === null ? texts.lengthOpen : format(texts.lengthDefault, { minutes: defaultMinutes });
  const fixedOptions = LENGTHS.filter((minutes) => minutes !== defaultMinutes).map((minutes) => ({
    value: String(minutes),
    label:
      minutes % 60 === 0
        ? format(texts.lengthHours, { hours: minutes / 60 })
        : format(texts.lengthMinutes, { minutes }),
  }));
  // If the usual length is open-ended, it needs no second option.
  const openOptions = defaultMinutes === null ? [] : [{ value: "open", label: texts.lengthOpen }];
  return [{ value: "usual", label: usualLabel }, ...fixedOptions, ...openOptions];
}
