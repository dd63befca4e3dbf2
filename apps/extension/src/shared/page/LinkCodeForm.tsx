import { Button } from "@callboard/ui/Button";
import { Field } from "@callboard/ui/Field";
import { Notice } from "@callboard/ui/Notice";
import { TextInput } from "@callboard/ui/TextInput";
import { useEffect, useRef, useState } from "preact/hooks";
import { readServer } from "../../data/server.ts";
import { session } from "../../data/session.ts";
import { shell } from "../../texts/en/shell/shell.ts";
import { CenteredPage } from "./CenteredPage.tsx";
import { HomeLink } from "./CenteredNotice.tsx";
import { codeToken } from "../mailedLink.ts";
import { fieldError, formError } from "../form/failures.ts";
import { useAction } from "../form/useAction.ts";

const texts = shell.linkCode;

interface LinkCodeFormProps {
  title: string;
  /** What the link is for. */
  purpose: string;
  linkRef: string;
  /** Asks the server whether the code belongs to this link and what it opens. It changes nothing. */
  check: (server: string, token: string) => Promise<unknown>;
  onVerified: (token: string) => void;
}

/** For a mailed link whose secret was cut off on the way: the same mail contains a code to type. */
export function LinkCodeForm({ title, purpose, linkRef, check, onVerified }: LinkCodeFormProps) {
  const [code, setCode] = useState("");
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const verify = useAction(async (token: string) => {
    await check(session.peek()?.server ?? (await readServer()), token);
  });

  async function submit(event: Event) {
    event.preventDefault();
    const token = codeToken(linkRef, code);
    const outcome = await verify.run(token);
    if (outcome?.ok) onVerified(token);
    else input.current?.focus();
  }

  const outcome = verify.outcome.value;
  const error = formError(outcome, ["code"]);
  return (
    <CenteredPage title={title} subtitle={purpose} foot={<HomeLink />}>
      <form class="form" noValidate onInput={verify.clear} onSubmit={(event) => void submit(event)}>
        <Field label={texts.code} hint={texts.hint} error={fieldError(outcome, "code")}>
          <TextInput autoComplete="one-time-code" value={code} inputRef={input} onChange={setCode} />
        </Field>
        {error && <Notice tone="bad" sentence={error} />}
        <Button variant="primary" type="submit" busy={verify.busy.value}>
          {texts.submit}
        </Button>
      </form>
    </CenteredPage>
  );
}
