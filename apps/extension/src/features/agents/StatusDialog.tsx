import type { Status } from "@callboard/domain/agents/rules";
import { NAME_MAX, PROMISE_MAX_MINUTES } from "@callboard/domain/agents/types";
import { Checkbox } from "@callboard/ui/Checkbox";
import { Field } from "@callboard/ui/Field";
import { Segmented } from "@callboard/ui/Segmented";
import { TextInput } from "@callboard/ui/TextInput";
import { useState } from "preact/hooks";
import { api, type Inputs } from "../../data/api.ts";
import { fieldError } from "../../shared/form/failures.ts";
import { toasts } from "../../shared/toasts.ts";
import { FormDialog } from "../../shared/form/FormDialog.tsx";
import { useAction } from "../../shared/form/useAction.ts";
import { agents } from "../../texts/en/agents.ts";
import { format } from "../../texts/format.ts";
import { IconField, type StatusStyle, StylePreview, ToneField } from "./StatusStyleFields.tsx";

const texts = agents.statusForm;
/** What follows when the promised minutes are over. */
const WHEN_OVER = ["available", "stay", "offline"] as const;
const FIELDS = ["name", "takesCalls", "color", "icon", "defaultMinutes", "whenOver"];

interface StatusDialogProps {
  /** Null for a new status. The form keeps the version it was opened with. */
  status: Status | null;
  onClose: () => void;
  onSaved: () => void;
}

type StatusFormValues = StatusStyle & { minutes: string; whenOver: Status["whenOver"] };

const statusFormValuesOf = (status: Status | null): StatusFormValues => ({
  name: status?.name ?? "",
  takesCalls: status?.takesCalls ?? false,
  color: status?.color ?? "amber",
  // A status may have no icon, so null must not become the default of a new one.
  icon: status ? status.icon : "coffee",
  minutes: status?.defaultMinutes?.toString() ?? "",
  whenOver: status?.whenOver ?? "available",
});

/** The typed length in minutes; null for an empty field, which means open-ended; NaN if it is invalid. */
function parseMinutes(text: string): number | null {
  if (text.trim() === "") return null;
  const minutes = /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
  return minutes >= 1 && minutes <= PROMISE_MAX_MINUTES ? minutes : Number.NaN;
}

/** Adds or edits a status, with a preview of how agents see it. */
export function StatusDialog({ status, onClose, onSaved }: StatusDialogProps) {
  const [form, setForm] = useState(() => statusFormValuesOf(status));
  const [wasSubmitted, setWasSubmitted] = useState(false);
  const edit = (change: Partial<StatusFormValues>) => setForm((current) => ({ ...current, ...change }));
  const define = useAction((input: Inputs["agents"]["defineStatus"], options) =>
    api().agents.defineStatus.mutate(input, options),
  );
  const defaultMinutes = parseMinutes(form.minutes);

  async function submit() {
    setWasSubmitted(true);
    if (Number.isNaN(defaultMinutes)) return;
    const { minutes: _, ...rest } = form;
    const idAndVersion = status ? { id: status.id, version: status.version } : {};
    const outcome = await define.run({ ...rest, ...idAndVersion, defaultMinutes });
    if (!outcome?.ok) return;
    onSaved();
    toasts.show({ tone: "good", sentence: format(status ? texts.saved : texts.added, { name: form.name }) });
    onClose();
  }

  const outcome = define.outcome.value;
  const minutesError = wasSubmitted && Number.isNaN(defaultMinutes) ? texts.lengthInvalid : undefined;
  return (
    <FormDialog
      title={status ? format(texts.edit, { name: status.name }) : texts.add}
      submit={status ? texts.submitSave : texts.submitAdd}
      action={define}
      fields={FIELDS}
      onSubmit={submit}
      onClose={onClose}
    >
      <StylePreview style={form} />
      <Field label={texts.name} error={fieldError(outcome, "name")}>
        <TextInput value={form.name} maxLength={NAME_MAX} onChange={(name) => edit({ name })} />
      </Field>
      <Checkbox
        label={texts.takesCalls}
        hint={texts.takesCallsHint}
        checked={form.takesCalls}
        onChange={(takesCalls) => edit({ takesCalls })}
      />
      <ToneField value={form.color} onChange={(color) => edit({ color })} />
      <IconField value={form.icon} onChange={(icon) => edit({ icon })} />
      <Field label={texts.length} hint={texts.lengthHint} error={minutesError ?? fieldError(outcome, "defaultMinutes")}>
        <TextInput numeric value={form.minutes} after={texts.minutes} onChange={(minutes) => edit({ minutes })} />
      </Field>
      {form.minutes.trim() !== "" && (
        <div class="status-style">
          <span class="style-label">{texts.whenOver}</span>
          <Segmented
            label={texts.whenOver}
            options={WHEN_OVER.map((value) => ({ value, label: texts.whenOverOptions[value] }))}
            value={form.whenOver}
            onChange={(whenOver) => edit({ whenOver })}
          />
        </div>
      )}
    </FormDialog>
  );
}
