import { parseMoney } from "@callboard/domain/core/money";
import { Field } from "@callboard/ui/Field";
import { Select } from "@callboard/ui/Select";
import { TextInput } from "@callboard/ui/TextInput";
import { useState } from "preact/hooks";
import { api, type Inputs } from "../../data/api.ts";
import { FormDialog } from "../../shared/form/FormDialog.tsx";
import { fieldError } from "../../shared/form/failures.ts";
import { useAction } from "../../shared/form/useAction.ts";
import { deviceZone } from "../../data/locale.ts";
import { ZoneSelect } from "../../shared/form/ZoneSelect.tsx";
import { operator as texts } from "../../texts/en/shell/operator.ts";

const FIELDS = ["name", "zone", "plan", "openingBalanceMicros", "owner.name", "owner.email"];
const PLANS = ["essentials", "advanced"] as const;

interface OpenAccountDialogProps {
  onOpened: (name: string) => void;
  onClose: () => void;
}

/** A new account on the platform, with the person who owns it. */
export function OpenAccountDialog({ onOpened, onClose }: OpenAccountDialogProps) {
  const [form, setForm] = useState({
    name: "",
    zone: deviceZone(),
    plan: "essentials" as (typeof PLANS)[number],
    balance: "0.00",
    ownerName: "",
    ownerEmail: "",
  });
  const edit = (change: Partial<typeof form>) => setForm((current) => ({ ...current, ...change }));
  const open = useAction((input: Inputs["account"]["open"], options) => api().account.open.mutate(input, options));
  const openingBalanceMicros = parseMoney(form.balance);

  async function submit() {
    if (openingBalanceMicros === null) return;
    const { name, zone, plan, ownerName, ownerEmail } = form;
    const owner = { name: ownerName, email: ownerEmail };
    const outcome = await open.run({ name, zone, plan, openingBalanceMicros, owner });
    if (outcome?.ok) onOpened(name);
  }

  const outcome = open.outcome.value;
  return (
    <FormDialog
      title={texts.open}
      submit={texts.submit}
      action={open}
      fields={FIELDS}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field label={texts.name} error={fieldError(outcome, "name")}>
        <TextInput value={form.name} maxLength={80} onChange={(name) => edit({ name })} />
      </Field>
      <Field label={texts.plan} hint={texts.planHint[form.plan]}>
        <Select
          value={form.plan}
          options={PLANS.map((value) => ({ value, label: texts.plans[value] }))}
          onChange={(plan) => edit({ plan })}
        />
      </Field>
      <Field label={texts.zone} error={fieldError(outcome, "zone")}>
        <ZoneSelect value={form.zone} onChange={(zone) => edit({ zone })} />
      </Field>
      <Field
        label={texts.balance}
        hint={texts.balanceHint}
        error={openingBalanceMicros === null ? texts.balanceInvalid : fieldError(outcome, "openingBalanceMicros")}
      >
        <TextInput value={form.balance} numeric before="$" maxLength={16} onChange={(balance) => edit({ balance })} />
      </Field>
      <Field label={texts.ownerName} error={fieldError(outcome, "owner.name")}>
        <TextInput value={form.ownerName} maxLength={80} onChange={(ownerName) => edit({ ownerName })} />
      </Field>
      <Field label={texts.ownerEmail} hint={texts.ownerHint} error={fieldError(outcome, "owner.email")}>
        <TextInput type="email" value={form.ownerEmail} onChange={(ownerEmail) => edit({ ownerEmail })} />
      </Field>
    </FormDialog>
  );
}
