import type { Status } from "@callboard/domain/agents/rules";
import { Checkbox } from "@callboard/ui/Checkbox";
import { Field } from "@callboard/ui/Field";
import { Icon } from "@callboard/ui/Icon";
import { Select } from "@callboard/ui/Select";
import { TextInput } from "@callboard/ui/TextInput";
import { formatTimeOfDay, parseTime, TimeInput } from "@callboard/ui/TimeInput";
import { useId } from "preact/hooks";
import { agents } from "../../../texts/en/agents.ts";
import { hasTimes, type PlanFormErrors, type PlanFormValues, REPEATS } from "./planForm.ts";

const { planned } = agents;
const texts = agents.planned.form;

interface PlanFieldsProps {
  form: PlanFormValues;
  statuses: readonly Status[];
  errors: PlanFormErrors;
  onChange: (change: Partial<PlanFormValues>) => void;
}

/** The status, its days and its times. */
export function PlanFields({ form, statuses, errors, onChange }: PlanFieldsProps) {
  const { repeat } = form;
  return (
    <>
      <Field label={texts.status} error={errors.status}>
        <Select
          required
          value={form.status}
          placeholder={texts.status}
          options={statuses
            .filter(({ archivedAt }) => archivedAt === null)
            .map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(status) => onChange({ status })}
        />
      </Field>
      <Field label={texts.repeat}>
        <Select
          value={repeat}
          options={REPEATS.map((value) => ({ value, label: texts.repeats[value] }))}
          onChange={(value) => onChange({ repeat: value as PlanFormValues["repeat"] })}
        />
      </Field>
      {repeat === "weekly" && (
        <Weekdays chosen={form.weekdays} error={errors.weekdays} onChange={(weekdays) => onChange({ weekdays })} />
      )}
      <div class="plan-pair">
        <Field label={repeat === "once" ? texts.day : texts.firstDay} error={errors.firstDay}>
          <TextInput type="date" value={form.firstDay} onChange={(firstDay) => onChange({ firstDay })} />
        </Field>
        {repeat !== "once" && (
          <Field label={texts.lastDay} aside={repeat === "days" ? undefined : texts.optional} error={errors.lastDay}>
            <TextInput type="date" value={form.lastDay} onChange={(lastDay) => onChange({ lastDay })} />
          </Field>
        )}
      </div>
      {repeat !== "days" && (
        <Checkbox
          label={texts.wholeDay}
          checked={form.isWholeDay}
          onChange={(isWholeDay) => onChange({ isWholeDay })}
        />
      )}
      {hasTimes(form) && <Times form={form} errors={errors} onChange={onChange} />}
    </>
  );
}

function Times({ form, errors, onChange }: Pick<PlanFieldsProps, "form" | "errors" | "onChange">) {
  const [from, to] = [parseTime(form.from), parseTime(form.to)];
  const isNextDay = from !== null && to !== null && to < from;
  return (
    <div class="plan-pair">
      <Field label={texts.from} error={errors.from}>
        <TimeInput
          value={form.from}
          onChange={(value) => onChange({ from: value, ...(form.to === "" ? { to: hourAfter(value) } : {}) })}
        />
      </Field>
      <Field label={texts.to} hint={isNextDay ? texts.toHint : undefined} error={errors.to}>
        <TimeInput value={form.to} onChange={(value) => onChange({ to: value })} />
      </Field>
    </div>
  );
}

/** An hour after a time that was typed in full. */
function hourAfter(text: string): string {
  const minutes = /^\d\d?:\d\d$/.test(text) ? parseTime(text) : null;
  return minutes === null ? "" : formatTimeOfDay((minutes + 60) % (24 * 60));
}

interface WeekdaysProps {
  chosen: readonly number[];
  error: string | undefined;
  onChange: (weekdays: number[]) => void;
}

function Weekdays({ chosen, error, onChange }: WeekdaysProps) {
  const id = useId();
  return (
    <fieldset class="plan-weekdays" aria-describedby={error && id}>
      <legend>{texts.onDays}</legend>
      <div class="plan-weekdays-row">
        {Object.entries(planned.weekday).map(([key, label]) => {
          const day = Number(key);
          const others = chosen.filter((other) => other !== day);
          return (
            <Checkbox
              key={key}
              label={label}
              checked={chosen.includes(day)}
              onChange={(checked) => onChange((checked ? [...others, day] : others).toSorted((a, b) => a - b))}
            />
          );
        })}
      </div>
      {error && (
        <p class="cb-field-error" id={id} role="alert">
          <Icon name="alert" size={14} />
          <span>{error}</span>
        </p>
      )}
    </fieldset>
  );
}
