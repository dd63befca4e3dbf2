import { parseMoney, formatBalance } from "@callboard/domain/core/money";
import { Checkbox } from "@callboard/ui/Checkbox";
import { Field } from "@callboard/ui/Field";
import { Select } from "@callboard/ui/Select";
import { TextInput } from "@callboard/ui/TextInput";
import { useState } from "preact/hooks";
import { api, type Inputs } from "../../data/api.ts";
import { fieldError } from "../../shared/form/failures.ts";
import { toasts } from "../../shared/toasts.ts";
import { FormDialog } from "../../shared/form/FormDialog.tsx";
import { useAction } from "../../shared/form/useAction.ts";
import { useViewer } from "../../shared/viewer.ts";
import { ZoneSelect } from "../../shared/form/ZoneSelect.tsx";
import { agency } from "../../texts/en/agency.ts";
import { format } from "../../texts/format.ts";

const texts = agency.form;
const FIELDS = ["name", "zone", "balanceFrom", "openingBalanceMicros", "owner.name", "owner.email"];
const PAYERS = ["agency", "own"] as const;
type Payer = (typeof PAYERS)[number];

interface OpenSubAccountDialogProps {
  onOpened: () => Promise<void>;
  onClose: () => void;
}

/** A new client: the account and the person who runs it. */
export function OpenSubAccountDialog({ onOpened, onClose }: OpenSubAccountDialogProps) {
  const { account, language } = useViewer();
  const [form, setForm] = useState({
    name: "",
    zone: account.zone,
    balanceFrom: "agency" as Payer,
    balance: "0.00",
    ownerName: "",
    ownerEmail: "",
    softphone: false,
  });
  const edit = (change: Partial<typeof form>) => setForm((current) => ({ ...current, ...change }));
  const open = useAction((input: Inputs["agency"]["open"], options) => api().agency.open.mutate(input, options));

  // While the agency pays, the sub-account has no balance of its own.
  const openingBalanceMicros = form.balanceFrom === "own" ? parseMoney(form.balance) : 0;

  async function submit() {
    if (openingBalanceMicros === null) return;
    const { name, zone, balanceFrom, ownerName, ownerEmail, softphone } = form;
    const owner = { name: ownerName, email: ownerEmail, softphone };
    const outcome = await open.run({ name, zone, balanceFrom, openingBalanceMicros, owner });
    if (!outcome?.ok) return;
    toasts.show({ tone: "good", sentence: format(texts.done, { name }) });
    onClose();
    await onOpened();
  }

  const outcome = open.outcome.value;
  const zero = formatBalance({ micros: 0, currency: "USD" }, language);
  return (
    <FormDialog
      title={agency.open}
      submit={texts.submit}
      action={open}
      fields={FIELDS}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field label={texts.name} error={fieldError(outcome, "name")}>
        <TextInput value={form.name} maxLength={80} onChange={(name) => edit({ name })} />
      </Field>
      <Field label={texts.zone} error={fieldError(outcome, "zone")}>
        <ZoneSelect value={form.zone} onChange={(zone) => edit({ zone })} />
      </Field>
      <Field
        label={texts.balanceFrom}
        hint={format(texts.balanceHint[form.balanceFrom], { zero })}
        error={fieldError(outcome, "balanceFrom")}
      >
        <Select
          value={form.balanceFrom}
          options={PAYERS.map((value) => ({ value, label: texts.balance[value] }))}
          onChange={(balanceFrom) => edit({ balanceFrom })}
        />
      </Field>
      {form.balanceFrom === "own" && (
        <Field
          label={texts.opening}
          hint={format(texts.openingHint, { agency: account.name })}
          error={openingBalanceMicros === null ? texts.openingInvalid : fieldError(outcome, "openingBalanceMicros")}
        >
          <TextInput value={form.balance} numeric before="$" maxLength={16} onChange={(balance) => edit({ balance })} />
        </Field>
      )}
      <Field label={texts.ownerName} error={fieldError(outcome, "owner.name")}>
        <TextInput value={form.ownerName} maxLength={80} onChange={(ownerName) => edit({ ownerName })} />
      </Field>
      <Field label={texts.ownerEmail} hint={texts.ownerHint} error={fieldError(outcome, "owner.email")}>
        <TextInput type="email" value={form.ownerEmail} onChange={(ownerEmail) => edit({ ownerEmail })} />
      </Field>
      <Checkbox
        label={texts.softphone}
        hint={texts.softphoneHint}
        checked={form.softphone}
        onChange={(softphone) => edit({ softphone })}
      />
    </FormDialog>
  );
}
