import { Card } from "@callboard/ui/Card";
import { Field } from "@callboard/ui/Field";
import { TextInput } from "@callboard/ui/TextInput";

interface NumberSettingCardProps {
  title: string;
  subtitle: string;
  label: string;
  hint: string;
  /** Shown after the number: minutes or seconds. */
  unit: string;
  /** As typed. */
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}

/** A setting of the account that is one number. */
export function NumberSettingCard({
  title,
  subtitle,
  label,
  hint,
  unit,
  value,
  error,
  onChange,
}: NumberSettingCardProps) {
  return (
    <Card title={title} subtitle={subtitle}>
      <div class="form">
        <div class="form-pair">
          <Field label={label} hint={hint} error={error}>
            <TextInput numeric value={value} after={unit} onChange={onChange} />
          </Field>
        </div>
      </div>
    </Card>
  );
}
