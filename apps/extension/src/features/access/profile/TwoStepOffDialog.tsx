import { Field } from "@callboard/ui/Field";
import { TextInput } from "@callboard/ui/TextInput";
import { useState } from "preact/hooks";
import { api } from "../../../data/api.ts";
import { fieldError } from "../../../shared/form/failures.ts";
import { toasts } from "../../../shared/toasts.ts";
import { FormDialog } from "../../../shared/form/FormDialog.tsx";
import { useAction } from "../../../shared/form/useAction.ts";
import { useViewer } from "../../../shared/viewer.ts";
import { access } from "../../../texts/en/access.ts";

const texts = access.twoStep;

/** Asks for the password: an open session alone must not be enough to turn two-step sign-in off. */
export function TwoStepOffDialog({ onClose }: { onClose: () => void }) {
  const { refetch } = useViewer();
  const [password, setPassword] = useState("");
  const remove = useAction((input: string, options) => api().access.removeTotp.mutate({ password: input }, options));

  async function submit() {
    const outcome = await remove.run(password);
    if (!outcome?.ok) return;
    toasts.show({ tone: "good", sentence: texts.didTurnOff });
    onClose();
    await refetch();
  }

  return (
    <FormDialog
      title={texts.turnOffTitle}
      submit={texts.turnOffSubmit}
      danger
      action={remove}
      fields={["password"]}
      ready={password !== ""}
      onSubmit={submit}
      onClose={onClose}
    >
      <p>{texts.turnOffExplanation}</p>
      <Field label={texts.password} error={fieldError(remove.outcome.value, "password")}>
        <TextInput type="password" autoComplete="current-password" value={password} onChange={setPassword} />
      </Field>
    </FormDialog>
  );
}
