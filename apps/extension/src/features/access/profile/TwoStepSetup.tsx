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
  /** The key as text, and the `otpauth:` address that the QR code shows. */
  setup: { secret: string; address: string };
  onDone: (recoveryCodes: readonly string[]) => void;
  onCancel: () => void;
}

/** Shows the authenticator app's key. Two-step sign-in is turned on by a correct code: then the app has the key. */
export function TwoStepSetup({ setup, onDone, onCancel }: TwoStepSetupProps) {
  const [code, setCode] = useState("");
  const confirm = useAction((input: string, options) => api().access.confirmTotp.mutate({ code: input }, options));

  async function submit(event: Event) {
    event.preventDefault();
    const outcome = await confirm.run(code);
    if (outcome?.ok) onDone(outcome.output.recoveryCodes);
  }

  return (
    <Card title={texts.title} subtitle={texts.scan}>
      <form class="form" noValidate onInput={confirm.clear} onSubmit={(event) => void submit(event)}>
        <div class="qr">
          <QrCode text={setup.address} label={texts.qr} />
          <div>
            <p class="cb-muted">{texts.byHand}</p>
            <code>{setup.secret}</code>
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
