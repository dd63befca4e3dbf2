import { Button } from "@callboard/ui/Button";
import { Field } from "@callboard/ui/Field";
import { Notice } from "@callboard/ui/Notice";
import { TextInput } from "@callboard/ui/TextInput";
import { useState } from "preact/hooks";
import { api, type Inputs } from "../../../data/api.ts";
import { deviceSecret } from "../../../data/deviceSecret.ts";
import { replaceRouteAccount } from "../../../shared/route.ts";
import { startSession } from "../../../data/signInOut.ts";
import { fieldError, formError } from "../../../shared/form/failures.ts";
import { useAction } from "../../../shared/form/useAction.ts";
import { access } from "../../../texts/en/access.ts";
import type { Invitation } from "../types.ts";

const texts = access.join;

export interface JoinProps {
  invitation: Invitation;
  token: string;
  server: string;
  onDone: () => void;
}

/** For a new person: they choose a name and a password, and are then signed in. */
export function JoinNewPerson({ invitation, token, server, onDone }: JoinProps) {
  const [name, setName] = useState(invitation.name);
  const [password, setPassword] = useState("");
  const accept = useAction(async (input: Inputs["access"]["acceptInvitation"], options) =>
    api(server).access.acceptInvitation.mutate({ ...input, device: await deviceSecret(server) }, options),
  );

  async function submit(event: Event) {
    event.preventDefault();
    const outcome = await accept.run({ token, name, password });
    if (!outcome?.ok) return;
    const { secret, person, account } = outcome.output;
    replaceRouteAccount(account);
    await startSession({ server, secret, person, account });
    onDone();
  }

  const outcome = accept.outcome.value;
  const error = formError(outcome, ["name", "password"]);
  return (
    <form class="form" noValidate onInput={accept.clear} onSubmit={(event) => void submit(event)}>
      <Field label={texts.name} error={fieldError(outcome, "name")}>
        <TextInput autoComplete="name" value={name} onChange={setName} />
      </Field>
      <Field label={texts.password} hint={access.reset.passwordHint} error={fieldError(outcome, "password")}>
        <TextInput type="password" autoComplete="new-password" value={password} onChange={setPassword} />
      </Field>
      {error && <Notice tone="bad" sentence={error} />}
      <Button variant="primary" type="submit" busy={accept.busy.value}>
        {texts.submit}
      </Button>
    </form>
  );
}
