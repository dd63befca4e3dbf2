import { Button } from "@callboard/ui/Button";
import { Field } from "@callboard/ui/Field";
import { Notice } from "@callboard/ui/Notice";
import { TextInput } from "@callboard/ui/TextInput";
import { useState } from "preact/hooks";
import { api } from "../../api.ts";
import { deviceSecret } from "../../deviceSecret.ts";
import { go, href } from "../../route.ts";
import { chosenServer } from "../../server.ts";
import { endSession } from "../../signedOut.ts";
import { fieldError, formError } from "../../shell/refusals.ts";
import { toasts } from "../../shell/toasts.ts";
import { useAction } from "../../shell/useAction.ts";
import { access } from "../../texts/en/access.ts";
import { Gate } from "../../shell/Gate.tsx";
import { LinkCode } from "../../shell/LinkCode.tsx";
import { forgetLinkSecret, takeLink } from "../../shell/linkSecret.ts";

const texts = access.reset;

/** A new password by a mailed link; also the way in for the first administrator of a new account. */
export function Reset() {
  const [link] = useState(() => takeLink("reset"));
  const [token, setToken] = useState(link.secret);
  if (token === null && link.ref !== null)
    return (
      <LinkCode
        title={texts.title}
        purpose={texts.purpose}
        link={link.ref}
        check={(server, typed) => api(server).access.resetLink.mutate({ token: typed })}
        onRight={setToken}
      />
    );
  return <ResetForm token={token} onDone={() => forgetLinkSecret("reset", link)} />;
}

function ResetForm({ token, onDone }: { token: string | null; onDone: () => void }) {
  const [password, setPassword] = useState("");
  const reset = useAction(async (next: string, options) => {
    const server = await chosenServer();
    const device = await deviceSecret(server);
    return api(server).access.resetPassword.mutate({ token: token ?? "", password: next, device }, options);
  });

  async function submit(event: Event) {
    event.preventDefault();
    const outcome = await reset.run(password);
    if (!outcome?.ok) return;
    onDone();
    await endSession();
    toasts.show({ kind: "good", sentence: texts.done });
    go("");
  }

  const outcome = reset.outcome.value;
  const error = token === null ? texts.noLink : formError(outcome, ["password"]);
  const another = <a href={href("forgot")}>{texts.another}</a>;
  return (
    <Gate title={texts.title} sub={texts.sub}>
      <form class="form" noValidate onInput={reset.clear} onSubmit={(event) => void submit(event)}>
        {token !== null && (
          <Field label={texts.password} hint={texts.passwordHint} error={fieldError(outcome, "password")}>
            <TextInput type="password" autoComplete="new-password" value={password} onChange={setPassword} />
          </Field>
        )}
        {error && <Notice kind="bad" sentence={error} action={another} />}
        {token !== null && (
          <Button variant="primary" type="submit" busy={reset.busy.value}>
            {texts.submit}
          </Button>
        )}
      </form>
    </Gate>
  );
}
