import { Button } from "@callboard/ui/Button";
import { Card } from "@callboard/ui/Card";
import { Field } from "@callboard/ui/Field";
import { TextInput } from "@callboard/ui/TextInput";
import { useState } from "preact/hooks";
import { api } from "../../../data/api.ts";
import { failureText } from "../../../shared/form/failures.ts";
import { useAction } from "../../../shared/form/useAction.ts";
import { access } from "../../../texts/en/access.ts";
import { shell } from "../../../texts/en/shell/shell.ts";
import { QrCode } from "./QrCode.tsx";

const texts = access.twoStep;

interface TwoStepSetupProps {
  started: { secret: string; address: string };
  onDone: (recoveryCodes: readonly string[]) => void;
  onCancel: () => void;
}

/** A correct code proves that the app has the key; only then does signing in require it. */
export function TwoStepSetup({ started, onDone, onCancel }: TwoStepSetupProps) {
  const [code, setCode] = useState("");
  const confirm = useAction((typed: string, options) => api().access.confirmTotp.mutate({ code: typed }, options));

  async function submit(event: Event) {
    event.preventDefault();
    const outcome = await confirm.run(code);
    if (outcome?.ok) onDone(outcome.answer.recoveryCodes);
  }

  return (
    <Card title={texts.title} sub={texts.scan}>
      <form class="form" noValidate onInput={confirm.clear} onSubmit={(event) => void submit(event)}>
        <div class="qr">
          <QrCode text={started.address} label={texts.qr} />
          <div>
            <p class="cb-quiet">{texts.byHand}</p>
            <code>{started.secret}</code>
          </div>
        </div>
        <Field label={texts.code} error={failureText(confirm.outcome.value)}>
          <TextInput autoComplete="one-time-code" value={code} maxLength={7} onChange={setCode} />
        </Field>
        <div class="form-foot">
          <Button variant="primary" type="submit" busy={confirm.busy.value} disabled={code.trim() === ""}>
            {texts.confirm}
          </Button>
          <Button onClick={onCancel}>{shell.cancel}</Button>
        </div>
      </form>
    </Card>
  );
}
