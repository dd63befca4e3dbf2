import { parseMoney } from "@callboard/domain/money";
import { Button } from "@callboard/ui/Button";
import { Dialog } from "@callboard/ui/Dialog";
import { Field } from "@callboard/ui/Field";
import { Notice } from "@callboard/ui/Notice";
import { Select } from "@callboard/ui/Select";
import { TextInput } from "@callboard/ui/TextInput";
import { useId, useState } from "preact/hooks";
import { api, type Inputs } from "../../api.ts";
import { fieldError, formError } from "../../shell/refusals.ts";
import { useAction } from "../../shell/useAction.ts";
import { deviceZone } from "../../shell/viewer.ts";
import { ZoneSelect } from "../../shell/ZoneSelect.tsx";
import { opening as texts } from "../../texts/en/opening.ts";
import { shell } from "../../texts/en/shell.ts";

const FIELDS = ["name", "zone", "plan", "openingBalanceMicros", "owner.name", "owner.email"];
const PLANS = ["essentials", "advanced"] as const;

interface OpenAccountDialogProps {
  onOpened: (name: string) => void;
  onClose: () => void;
}

/** A new account on the platform, with the person who owns it. */
export function OpenAccountDialog({ onOpened, onClose }: OpenAccountDialogProps) {
  const id = useId();
  const [form, setForm] = useState({
    name: "",
    zone: deviceZone(),
    plan: "essentials" as (typeof PLANS)[number],
    balance: "0.00",
    ownerName: "",
    ownerEmail: "",
  });
  const edit = (change: Partial<typeof form>) => setForm((now) => ({ ...now, ...change }));
  const open = useAction((input: Inputs["account"]["open"], options) => api().account.open.mutate(input, options));
  const micros = parseMoney(form.balance);

  async function submit() {
    if (micros === null) return;
    const { name, zone, plan, ownerName, ownerEmail } = form;
    const owner = { name: ownerName, email: ownerEmail };
    const outcome = await open.run({ name, zone, plan, openingBalanceMicros: micros, owner });
    if (outcome?.ok) onOpened(name);
  }

  const outcome = open.outcome.value;
  const refused = formError(outcome, FIELDS);
  return (
    <Dialog
      open
      onClose={onClose}
      title={texts.open}
      closeLabel={shell.close}
      foot={
        <>
          <Button onClick={onClose}>{shell.cancel}</Button>
          <Button variant="primary" type="submit" form={id} busy={open.busy.value}>
            {texts.submit}
          </Button>
        </>
      }
    >
      <form id={id} class="form" noValidate onInput={open.clear} onSubmit={(event) => void submit(event)}>
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
          error={micros === null ? texts.balanceOdd : fieldError(outcome, "openingBalanceMicros")}
        >
          <TextInput value={form.balance} numeric before="$" maxLength={16} onChange={(balance) => edit({ balance })} />
        </Field>
        <Field label={texts.ownerName} error={fieldError(outcome, "owner.name")}>
          <TextInput value={form.ownerName} maxLength={80} onChange={(ownerName) => edit({ ownerName })} />
        </Field>
        <Field label={texts.ownerEmail} hint={texts.ownerHint} error={fieldError(outcome, "owner.email")}>
          <TextInput type="email" value={form.ownerEmail} onChange={(ownerEmail) => edit({ ownerEmail })} />
        </Field>
        {refused && <Notice kind="bad" sentence={refused} />}
      </form>
    </Dialog>
  );
}
