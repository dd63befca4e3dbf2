import type { Status } from "@callboard/domain/agents/rules";
import { Card } from "@callboard/ui/Card";
import { Checkbox } from "@callboard/ui/Checkbox";
import { Field } from "@callboard/ui/Field";
import { Select } from "@callboard/ui/Select";
import { TextInput } from "@callboard/ui/TextInput";
import type { Outcome } from "../../data/sendOnce.ts";
import { fieldError } from "../../shared/form/failures.ts";
import { account as texts } from "../../texts/en/account.ts";
import { type SettingsFormValues, parseIdleRule } from "./settingsFormValues.ts";

interface IdleCardProps {
  form: SettingsFormValues;
  statuses: readonly Status[];
  outcome: Outcome<unknown> | null;
  /** Somebody tried to save the rule and it is invalid. */
  isInvalid: boolean;
  onChange: (change: Partial<SettingsFormValues>) => void;
}

/** The idle rule. It offers only statuses that take no calls, because it keeps calls from agents who aren't there. */
export function IdleCard({ form, statuses, outcome, isInvalid, onChange }: IdleCardProps) {
  const awayStatuses = statuses.filter(({ takesCalls, archivedAt }) => !takesCalls && archivedAt === null);
  // Any status will do here: only the minutes are checked.
  const minutesInvalid = isInvalid && parseIdleRule({ ...form, idleStatus: "any" }) === "invalid";
  return (
    <Card title={texts.idle} subtitle={texts.idleSubtitle}>
      <div class="form">
        <Checkbox label={texts.idleOn} checked={form.idleOn} onChange={(idleOn) => onChange({ idleOn })} />
        {form.idleOn && (
          <div class="form-pair">
            <Field
              label={texts.idleMinutes}
              error={minutesInvalid ? texts.idleMinutesInvalid : fieldError(outcome, "idleRule.minutes")}
            >
              <TextInput
                numeric
                value={form.idleMinutes}
                after={texts.minutes}
                onChange={(idleMinutes) => onChange({ idleMinutes })}
              />
            </Field>
            <Field
              label={texts.idleStatus}
              hint={awayStatuses.length === 0 ? texts.idleNoStatus : undefined}
              error={isInvalid && form.idleStatus === "" ? texts.idleNone : fieldError(outcome, "idleRule.status")}
            >
              <Select
                value={form.idleStatus}
                placeholder={texts.idleNone}
                options={awayStatuses.map(({ id, name }) => ({ value: id, label: name }))}
                onChange={(idleStatus) => onChange({ idleStatus })}
              />
            </Field>
          </div>
        )}
      </div>
    </Card>
  );
}
