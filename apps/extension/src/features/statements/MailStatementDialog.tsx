import { RECIPIENTS_MAX } from "@callboard/domain/statements/schema";
import { Field } from "@callboard/ui/Field";
import { TagInput } from "@callboard/ui/TagInput";
import { useState } from "preact/hooks";
import { api, type Inputs } from "../../data/api.ts";
import { FormDialog } from "../../shared/form/FormDialog.tsx";
import { fieldError } from "../../shared/form/failures.ts";
import { toasts } from "../../shared/toasts.ts";
import { useAction } from "../../shared/form/useAction.ts";
import { useViewer } from "../../shared/viewer.ts";
import { statements } from "../../texts/en/statements.ts";
import { format } from "../../texts/format.ts";

const texts = statements.mailing;

/** Mails the statement, for instance to an accountant; the reader's own address is filled in. */
export function MailStatementDialog({ first, last, onClose }: { first: string; last: string; onClose: () => void }) {
  const { person } = useViewer().me;
  const [recipients, setRecipients] = useState<readonly string[]>([person.email]);
  const send = useAction((input: Inputs["statements"]["send"], options) =>
    api().statements.send.mutate(input, options),
  );
  async function submit() {
    const outcome = await send.run({ first, last, recipients: [...recipients] });
    if (!outcome?.ok) return;
    toasts.show({ tone: "good", sentence: texts.sent });
    onClose();
  }
  const outcome = send.outcome.value;
  return (
    <FormDialog
      title={texts.title}
      submit={texts.submit}
      action={send}
      fields={["recipients"]}
      ready={recipients.length > 0}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field
        label={texts.recipients}
        hint={format(texts.hint, { max: RECIPIENTS_MAX })}
        error={fieldError(outcome, "recipients")}
      >
        <TagInput
          autoFocus
          tags={recipients}
          // No mail address can be longer.
          maxLength={254}
          onChange={setRecipients}
          removeLabel={(address) => format(texts.remove, { address })}
        />
      </Field>
    </FormDialog>
  );
}
