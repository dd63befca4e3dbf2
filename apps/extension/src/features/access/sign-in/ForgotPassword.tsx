import { Button } from "@callboard/ui/Button";
import { Field } from "@callboard/ui/Field";
import { Notice } from "@callboard/ui/Notice";
import { TextInput } from "@callboard/ui/TextInput";
import { useState } from "preact/hooks";
import { api } from "../../../data/api.ts";
import { href } from "../../../shared/route.ts";
import { readServer } from "../../../data/server.ts";
import { fieldError, formError } from "../../../shared/form/failures.ts";
import { useAction } from "../../../shared/form/useAction.ts";
import { access } from "../../../texts/en/access.ts";
import { format } from "../../../texts/format.ts";
import { CenteredPage } from "../../../shared/page/CenteredPage.tsx";

const texts = access.forgot;

/** Shows the same text whether or not the address is known, so that the page doesn't reveal who has an account. */
export function ForgotPassword() {
  const [email, setEmail] = useState("");
  const [sentTo, setSentTo] = useState<string | null>(null);
  const requestReset = useAction(async (address: string, options) =>
    api(await readServer()).access.requestReset.mutate({ email: address }, options),
  );

  async function submit(event: Event) {
    event.preventDefault();
    const outcome = await requestReset.run(email);
    if (outcome?.ok) setSentTo(email);
  }

  const outcome = requestReset.outcome.value;
  const error = formError(outcome, ["email"]);
  return (
    <CenteredPage
      title={texts.title}
      subtitle={texts.subtitle}
      foot={
        <p class="centered-page-foot">
          <a href={href("")}>{texts.back}</a>
        </p>
      }
    >
      {sentTo === null ? (
        <form class="form" noValidate onInput={requestReset.clear} onSubmit={(event) => void submit(event)}>
          <Field label={access.signIn.email} error={fieldError(outcome, "email")}>
            <TextInput type="email" autoComplete="username" value={email} onChange={setEmail} />
          </Field>
          {error && <Notice tone="bad" sentence={error} />}
          <Button variant="primary" type="submit" busy={requestReset.busy.value}>
            {texts.submit}
          </Button>
        </form>
      ) : (
        <Notice sentence={format(texts.sent, { email: sentTo })} />
      )}
    </CenteredPage>
  );
}
