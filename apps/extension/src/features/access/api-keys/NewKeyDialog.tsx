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

export function NewKeyDialog({ refetch, onClose }: NewKeyDialogProps) {
  const [made, setMade] = useState<{ name: string; secret: string } | null>(null);
  return made ? (
    <NewKeySecret {...made} onClose={onClose} />
  ) : (
    <KeyForm
      onClose={onClose}
      onMade={(name, secret) => {
        setMade({ name, secret });
        void refetch();
      }}
    />
  );
}

function KeyForm({ onMade, onClose }: { onMade: (name: string, secret: string) => void; onClose: () => void }) {
  const { account } = useViewer();
  const [name, setName] = useState("");
  const [deeds, setDeeds] = useState<readonly KeyPermission[]>([]);
  const create = useAction((input: Inputs["access"]["createApiKey"], options) =>
    api().access.createApiKey.mutate(input, options),
  );

  async function submit() {
    const outcome = await create.run({ name, deeds: [...deeds] });
    if (outcome?.ok) onMade(name, outcome.answer.secret);
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
      <fieldset class="keys-list">
        <legend class="keys-legend">{texts.newDeeds}</legend>
        {KEY_PERMISSIONS.map((permission) => {
          const allowed = mayGrantToKey(membershipOf(account), permission);
          return (
            <Checkbox
              key={permission}
              label={texts.deed[permission]}
              hint={allowed ? texts.deedHint[permission] : texts.notYours}
              disabled={!allowed}
              checked={deeds.includes(permission)}
              onChange={(on) => setDeeds(on ? [...deeds, permission] : deeds.filter((one) => one !== permission))}
            />
          );
        })}
      </fieldset>
    </FormDialog>
  );
}

/** Only the key's digest is stored: once this is closed, nobody can see the key again. */
function NewKeySecret({ name, secret, onClose }: { name: string; secret: string; onClose: () => void }) {
  const [held, setHeld] = useState(false);
  return (
    <Dialog
      open
      // Escape or a click outside would lose the key for good.
      onClose={() => setHeld(true)}
      title={texts.shownTitle}
      closeLabel={shell.close}
      foot={
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
        {held && <Notice kind="warn" sentence={texts.notYet} />}
      </div>
    </Dialog>
  );
}
