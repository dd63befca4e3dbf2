import { Card } from "@callboard/ui/Card";
import { Field } from "@callboard/ui/Field";
import { TextInput } from "@callboard/ui/TextInput";
import type { Outcome } from "../../data/sendOnce.ts";
import { fieldError } from "../../shared/form/failures.ts";
import { account as texts } from "../../texts/en/account.ts";
import type { SettingsFormValues } from "./settingsFormValues.ts";

interface PhoneCardProps {
  form: SettingsFormValues;
  outcome: Outcome<unknown> | null;
  /** Somebody tried to save the seconds and they are invalid. */
  isInvalid: boolean;
  onChange: (change: Partial<SettingsFormValues>) => void;
}

/** How long a phone counts as connected after a sign of life, unless its platform says how long. */
export function PhoneCard({ form, outcome, isInvalid, onChange }: PhoneCardProps) {
  return (
    <Card title={texts.phones} subtitle={texts.phonesSubtitle}>
      <div class="form">
        <div class="form-pair">
          <Field
            label={texts.phoneLease}
            hint={texts.phoneLeaseHint}
            error={isInvalid ? texts.phoneLeaseInvalid : fieldError(outcome, "phoneLeaseSeconds")}
          >
            <TextInput
              numeric
              value={form.phoneLease}
              after={texts.seconds}
              onChange={(phoneLease) => onChange({ phoneLease })}
            />
          </Field>
        </div>
      </div>
    </Card>
  );
}
