import { Card } from "@callboard/ui/Card";
import { Field } from "@callboard/ui/Field";
import { TextInput } from "@callboard/ui/TextInput";
import type { Outcome } from "../../data/sendOnce.ts";
import { fieldError } from "../../shared/form/failures.ts";
import { account as texts } from "../../texts/en/account.ts";
import type { SettingsFormValues } from "./settingsFormValues.ts";

interface BillToCardProps {
  value: SettingsFormValues["billTo"];
  outcome: Outcome<unknown> | null;
  onChange: (billTo: SettingsFormValues["billTo"]) => void;
}

/** The company, person and address to whom statements and receipts are made out. */
export function BillToCard({ value, outcome, onChange }: BillToCardProps) {
  return (
    <Card title={texts.billTo} subtitle={texts.billToSubtitle}>
      <div class="form">
        <div class="form-pair">
          <Field label={texts.company} error={fieldError(outcome, "billTo.company")}>
            <TextInput
              autoComplete="organization"
              value={value.company}
              maxLength={120}
              onChange={(company) => onChange({ ...value, company })}
            />
          </Field>
          <Field label={texts.person} error={fieldError(outcome, "billTo.name")}>
            <TextInput value={value.name} maxLength={120} onChange={(name) => onChange({ ...value, name })} />
          </Field>
        </div>
        <Field label={texts.address} error={fieldError(outcome, "billTo.address")}>
          <TextInput
            rows={3}
            autoComplete="street-address"
            value={value.address}
            maxLength={400}
            onChange={(address) => onChange({ ...value, address })}
          />
        </Field>
      </div>
    </Card>
  );
}
