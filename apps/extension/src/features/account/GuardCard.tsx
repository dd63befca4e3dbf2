import { Card } from "@callboard/ui/Card";
import { Field } from "@callboard/ui/Field";
import { TextInput } from "@callboard/ui/TextInput";
import type { Outcome } from "../../data/sendOnce.ts";
import { fieldError } from "../../shared/form/failures.ts";
import { account as texts } from "../../texts/en/account.ts";
import type { SettingsFormValues } from "./settingsFormValues.ts";

interface GuardCardProps {
  form: SettingsFormValues;
  outcome: Outcome<unknown> | null;
  /** Somebody tried to save the minutes and they are invalid. */
  isInvalid: boolean;
  onChange: (change: Partial<SettingsFormValues>) => void;
}

/** How long a person's choice of a status keeps the rules from changing it. */
export function GuardCard({ form, outcome, isInvalid, onChange }: GuardCardProps) {
  return (
    <Card title={texts.guardTitle} subtitle={texts.guardSubtitle}>
      <div class="form">
        <div class="form-pair">
          <Field
            label={texts.guard}
            hint={texts.guardHint}
            error={isInvalid ? texts.guardInvalid : fieldError(outcome, "guardMinutes")}
          >
            <TextInput
              numeric
              value={form.guardMinutes}
              after={texts.minutes}
              onChange={(guardMinutes) => onChange({ guardMinutes })}
            />
          </Field>
        </div>
      </div>
    </Card>
  );
}
