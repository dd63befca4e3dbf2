import { Button } from "@callboard/ui/Button";
import { Field } from "@callboard/ui/Field";
import { Notice } from "@callboard/ui/Notice";
import { TextInput } from "@callboard/ui/TextInput";
import { useState } from "preact/hooks";
import { api } from "../../../data/api.ts";
import { deviceSecret } from "../../../data/deviceSecret.ts";
import { go, href } from "../../../shared/route.ts";
import { readServer } from "../../../data/server.ts";
import { endSession } from "../../../data/signInOut.ts";
import { fieldError, formError } from "../../../shared/form/failures.ts";
import { toasts } from "../../../shared/toasts.ts";
import { useAction } from "../../../shared/form/useAction.ts";
import { access } from "../../../texts/en/access.ts";
import { CenteredPage } from "../../../shared/page/CenteredPage.tsx";
import { LinkCodeForm } from "../../../shared/page/LinkCodeForm.tsx";
import { forgetLinkSecret, readMailedLink } from "../../../shared/mailedLink.ts";

const texts = access.reset;

/** Sets a new password from a mailed link. The first administrator of a new account also gets a password this way. */
export function ResetPassword() {
  const [link] = useState(() => readMailedLink("reset"));
  const [token, setToken] = useState(link.secret);
  // The link's secret was removed from the address when it was first opened; the code from the mail replaces it.
  if (token === null && link.ref !== null)
    return (
      <LinkCodeForm
        title={texts.title}
        purpose={texts.purpose}
        linkRef={link.ref}
        check={(server, typed) => api(server).access.checkResetLink.mutate({ token: typed })}
        onVerified={setToken}
      />
    );
  return <ResetPasswordForm token={token} onDone={() => forgetLinkSecret("reset", link)} />;
}

function ResetPasswordForm({ token, onDone }: { token: string | null; onDone: () => void }) {
  const [password, setPassword] = useState("");
  const reset = useAction(async (next: string, options) => {
    const server = await readServer();
    const device = await deviceSecret(server);
    return api(server).access.resetPassword.mutate({ token: token ?? "", password: next, device }, options);
  });

  async function submit(event: Event) {
    event.preventDefault();
    const outcome = await reset.run(password);
    if (!outcome?.ok) return;
    onDone();
    await endSession();
    toasts.show({ tone: "good", sentence: texts.done });
    go("");
  }

  const outcome = reset.outcome.value;
  const error = token === null ? texts.noLink : formError(outcome, ["password"]);
  const newLink = <a href={href("forgot")}>{texts.another}</a>;
  return (
    <CenteredPage title={texts.title} subtitle={texts.subtitle}>
      <form class="form" noValidate onInput={reset.clear} onSubmit={(event) => void submit(event)}>
        {token !== null && (
          <Field label={texts.password} hint={texts.passwordHint} error={fieldError(outcome, "password")}>
            <TextInput type="password" autoComplete="new-password" value={password} onChange={setPassword} />
          </Field>
        )}
        {error && <Notice tone="bad" sentence={error} action={newLink} />}
        {token !== null && (
          <Button variant="primary" type="submit" busy={reset.busy.value}>
            {texts.submit}
          </Button>
        )}
      </form>
    </CenteredPage>
  );
}
