import { Button } from "@callboard/ui/Button";
import { Dialog } from "@callboard/ui/Dialog";
import { Field } from "@callboard/ui/Field";
import { TextInput } from "@callboard/ui/TextInput";
import { useId, useState } from "preact/hooks";
import { api } from "../../api.ts";
import { sentenceOf } from "../../shell/refusals.ts";
import { toasts } from "../../shell/toasts.ts";
import { useAction } from "../../shell/useAction.ts";
import { useViewer } from "../../shell/viewer.ts";
import { access } from "../../texts/en/access.ts";
import { shell } from "../../texts/en/shell.ts";

const texts = access.twoStep;

export function TwoStepOffDialog({ onClose }: { onClose: () => void }) {
  const id = useId();
  const { refetch } = useViewer();
  const [password, setPassword] = useState("");
  const remove = useAction((typed: string, options) => api().access.removeTotp.mutate({ password: typed }, options));

  async function submit(event: Event) {
    event.preventDefault();
    const outcome = await remove.run(password);
    if (!outcome?.ok) return;
    toasts.show({ kind: "good", sentence: texts.didTurnOff });
    onClose();
    await refetch();
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={texts.turnOffTitle}
      closeLabel={shell.close}
      foot={
        <>
          <Button onClick={onClose}>{shell.cancel}</Button>
          <Button variant="danger" type="submit" form={id} busy={remove.busy.value} disabled={password === ""}>
            {texts.turnOffSubmit}
          </Button>
        </>
      }
    >
      <form id={id} class="form" noValidate onInput={remove.clear} onSubmit={(event) => void submit(event)}>
        <p>{texts.turnOffWhat}</p>
        <Field label={texts.password} error={sentenceOf(remove.outcome.value)}>
          <TextInput type="password" autoComplete="current-password" value={password} onChange={setPassword} />
        </Field>
      </form>
    </Dialog>
  );
}
