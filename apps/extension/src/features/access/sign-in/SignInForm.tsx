import { Button } from "@callboard/ui/Button";
import { Field } from "@callboard/ui/Field";
import { Notice } from "@callboard/ui/Notice";
import { TextInput } from "@callboard/ui/TextInput";
import { useEffect, useRef, useState } from "preact/hooks";
import { type Outputs, api, type Inputs } from "../../../data/api.ts";
import { deviceSecret } from "../../../data/deviceSecret.ts";
import { fieldError, formError } from "../../../shared/form/failures.ts";
import { useAction } from "../../../shared/form/useAction.ts";
import { access } from "../../../texts/en/access.ts";

const texts = access.signIn;

interface SignInFormProps {
  server: string;
  initial: { email: string; password: string };
  /** The mail address comes from the invitation and can't be changed. */
  isEmailFixed?: boolean;
  /** The text of the submit button. */
  label: string;
  onSignedIn: (session: Outputs["access"]["signIn"]) => void;
}

/** Mail address and password; the code is requested only from people who set up two-step sign-in. */
export function SignInForm({ server, initial, isEmailFixed, label, onSignedIn }: SignInFormProps) {
  const [email, setEmail] = useState(initial.email);
  const [password, setPassword] = useState(initial.password);
  const [code, setCode] = useState("");
  const [needsCode, setNeedsCode] = useState(false);
  const codeInput = useRef<HTMLInputElement>(null);
  const signIn = useAction(async (input: Inputs["access"]["signIn"], options) =>
    api(server).access.signIn.mutate({ ...input, device: await deviceSecret(server) }, options),
  );
  useEffect(() => codeInput.current?.focus(), [needsCode]);

  async function submit(event: Event) {
    event.preventDefault();
    const outcome = await signIn.run({ email, password, ...(needsCode ? { code } : {}) });
    if (outcome?.ok) return onSignedIn(outcome.output);
    if (outcome?.failure?.key === "access.codeNeeded") setNeedsCode(true);
  }

  const lastOutcome = signIn.outcome.value;
  // A request for the code is the next step, not an error.
  const outcome = lastOutcome?.ok === false && lastOutcome.failure?.key === "access.codeNeeded" ? null : lastOutcome;
  const error = formError(outcome, ["email", "password", ...(needsCode ? ["code"] : [])]);
  return (
    <form class="form" noValidate onInput={signIn.clear} onSubmit={(event) => void submit(event)}>
      <Field label={texts.email} error={fieldError(outcome, "email")}>
        <TextInput type="email" autoComplete="username" value={email} readOnly={isEmailFixed} onChange={setEmail} />
      </Field>
      <Field label={texts.password} error={fieldError(outcome, "password")}>
        <TextInput type="password" autoComplete="current-password" value={password} onChange={setPassword} />
      </Field>
      {needsCode && (
        <Field label={texts.code} hint={texts.codeHint} error={fieldError(outcome, "code")}>
          <TextInput autoComplete="one-time-code" value={code} inputRef={codeInput} onChange={setCode} />
        </Field>
      )}
      {error && <Notice tone="bad" sentence={error} />}
      <Button variant="primary" type="submit" busy={signIn.busy.value}>
        {label}
      </Button>
    </form>
  );
}
