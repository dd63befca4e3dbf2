import type { Role } from "@callboard/domain/core/permissions";
import { Checkbox } from "@callboard/ui/Checkbox";
import { Field } from "@callboard/ui/Field";
import { Select } from "@callboard/ui/Select";
import { TextInput } from "@callboard/ui/TextInput";
import { useState } from "preact/hooks";
import { api, type Inputs } from "../../../data/api.ts";
import { go } from "../../../shared/route.ts";
import { fieldError } from "../../../shared/form/failures.ts";
import { toasts } from "../../../shared/toasts.ts";
import { FormDialog } from "../../../shared/form/FormDialog.tsx";
import { useAction } from "../../../shared/form/useAction.ts";
import { membershipOf, useViewer } from "../../../shared/viewer.ts";
import { access } from "../../../texts/en/access.ts";
import { shell } from "../../../texts/en/shell/shell.ts";
import { format } from "../../../texts/format.ts";
import { grantableRoles } from "./roleRules.ts";

const texts = access.invite;
const FIELDS = ["email", "name", "role", "softphone"];

interface InviteDialogProps {
  /** Whether the plan allows sub-accounts; only then is there the role of agency administrator. */
  mayHaveSubAccounts: boolean;
  refetch: () => Promise<void>;
  onClose: () => void;
}

/** Invites a person by mail, with a role and optionally a softphone. */
export function InviteDialog({ mayHaveSubAccounts, refetch, onClose }: InviteDialogProps) {
  const { account } = useViewer();
  const [form, setForm] = useState({ email: "", name: "", role: "agent" as Role, softphone: true });
  const edit = (change: Partial<typeof form>) => setForm((current) => ({ ...current, ...change }));
  const invite = useAction((input: Inputs["access"]["invite"], options) => api().access.invite.mutate(input, options));

  async function submit() {
    const outcome = await invite.run(form);
    if (!outcome?.ok) return;
    toasts.show({
      tone: "good",
      sentence: format(texts.done, { email: form.email }),
      action: { label: texts.outbox, onSelect: () => go("mail") },
    });
    onClose();
    await refetch();
  }

  const outcome = invite.outcome.value;
  return (
    <FormDialog
      title={texts.title}
      submit={texts.submit}
      action={invite}
      fields={FIELDS}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field label={texts.email} error={fieldError(outcome, "email")}>
        <TextInput type="email" value={form.email} onChange={(email) => edit({ email })} />
      </Field>
      <Field label={texts.name} error={fieldError(outcome, "name")}>
        <TextInput value={form.name} onChange={(name) => edit({ name })} />
      </Field>
      <Field label={texts.role} hint={texts.roleHint[form.role]} error={fieldError(outcome, "role")}>
        <Select
          value={form.role}
          options={grantableRoles(membershipOf(account), mayHaveSubAccounts).map((value) => ({
            value,
            label: shell.role[value],
          }))}
          onChange={(role) => edit({ role })}
        />
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
