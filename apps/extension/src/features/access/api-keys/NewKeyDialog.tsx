import { KEY_PERMISSIONS, type KeyPermission, mayGrantToKey } from "@callboard/domain/core/permissions";
import { Button } from "@callboard/ui/Button";
import { Checkbox } from "@callboard/ui/Checkbox";
import { Dialog } from "@callboard/ui/Dialog";
import { Field } from "@callboard/ui/Field";
import { Notice } from "@callboard/ui/Notice";
import { TextInput } from "@callboard/ui/TextInput";
import { useState } from "preact/hooks";
import { api, type Inputs } from "../../../data/api.ts";
import { fieldError } from "../../../shared/form/failures.ts";
import { FormDialog } from "../../../shared/form/FormDialog.tsx";
import { useAction } from "../../../shared/form/useAction.ts";
import { membershipOf, useViewer } from "../../../shared/viewer.ts";
import { access } from "../../../texts/en/access.ts";
import { shell } from "../../../texts/en/shell/shell.ts";
import { format } from "../../../texts/format.ts";
import { CopyButton } from "../CopyButton.tsx";

const texts = access.keys;

interface NewKeyDialogProps {
  refetch: () => Promise<void>;
  onClose: () => void;
}

/** Asks for the key's name and permissions, then shows the key once. */
export function NewKeyDialog({ refetch, onClose }: NewKeyDialogProps) {
  const [newKey, setNewKey] = useState<{ name: string; secret: string } | null>(null);
  return newKey ? (
    <NewKeySecret {...newKey} onClose={onClose} />
  ) : (
    <KeyForm
      onClose={onClose}
      onCreated={(name, secret) => {
        setNewKey({ name, secret });
        void refetch();
      }}
    />
  );
}

function KeyForm({ onCreated, onClose }: { onCreated: (name: string, secret: string) => void; onClose: () => void }) {
  const { account } = useViewer();
  const [name, setName] = useState("");
  const [permissions, setPermissions] = useState<readonly KeyPermission[]>([]);
  const create = useAction((input: Inputs["access"]["createApiKey"], options) =>
    api().access.createApiKey.mutate(input, options),
  );

  async function submit() {
    const outcome = await create.run({ name, permissions: [...permissions] });
    if (outcome?.ok) onCreated(name, outcome.output.secret);
  }

  const outcome = create.outcome.value;
  return (
    <FormDialog
      title={texts.newTitle}
      submit={texts.submit}
      action={create}
      fields={["name"]}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field label={texts.newName} hint={texts.newNameHint} error={fieldError(outcome, "name")}>
        <TextInput value={name} maxLength={64} onChange={setName} />
      </Field>
      <fieldset class="api-keys-list">
        <legend class="api-keys-legend">{texts.newPermissions}</legend>
        {KEY_PERMISSIONS.map((permission) => {
          const isAllowed = mayGrantToKey(membershipOf(account), permission);
          return (
            <Checkbox
              key={permission}
              label={texts.permission[permission]}
              hint={isAllowed ? texts.permissionHint[permission] : texts.notYours}
              disabled={!isAllowed}
              checked={permissions.includes(permission)}
              onChange={(on) =>
                setPermissions(on ? [...permissions, permission] : permissions.filter((other) => other !== permission))
              }
            />
          );
        })}
      </fieldset>
    </FormDialog>
  );
}

/** The server stores only the key's hash: once this is closed, nobody can see the key again. */
function NewKeySecret({ name, secret, onClose }: { name: string; secret: string; onClose: () => void }) {
  const [hasWarning, setHasWarning] = useState(false);
  return (
    <Dialog
      open
      // Escape or a click outside would lose the key for good.
      onClose={() => setHasWarning(true)}
      title={texts.shownTitle}
      closeLabel={shell.close}
      footer={
        <Button variant="primary" onClick={onClose}>
          {texts.done}
        </Button>
      }
    >
      <div class="form">
        <p>{format(texts.shown, { name })}</p>
        <div class="secret">
          <code aria-label={texts.secret}>{secret}</code>
          <CopyButton text={secret} label={texts.copy} />
        </div>
        {hasWarning && <Notice tone="warn" sentence={texts.notYet} />}
      </div>
    </Dialog>
  );
}
