import { Button } from "@callboard/ui/Button";
import { Card } from "@callboard/ui/Card";
import { Field } from "@callboard/ui/Field";
import { Notice } from "@callboard/ui/Notice";
import { TextInput } from "@callboard/ui/TextInput";
import { useState } from "preact/hooks";
import { api, type Inputs } from "../../../data/api.ts";
import { fieldError, formError } from "../../../shared/form/failures.ts";
import { toasts } from "../../../shared/toasts.ts";
import { useAction } from "../../../shared/form/useAction.ts";
import { access } from "../../../texts/en/access.ts";

const texts = access.password;
const EMPTY = { current: "", next: "" };

/** Changes the password, which takes the current one. */
export function PasswordCard() {
  const [form, setForm] = useState(EMPTY);
  const change = useAction((input: Inputs["access"]["changePassword"], options) =>
    api().access.changePassword.mutate(input, options),
  );

  async function submit(event: Event) {
    event.preventDefault();
    const outcome = await change.run(form);
    if (!outcome?.ok) return;
    setForm(EMPTY);
    toasts.show({ tone: "good", sentence: texts.done });
  }

  const outcome = change.outcome.value;
  const error = formError(outcome, ["current", "next"]);
  return (
    <Card title={texts.title} subtitle={texts.subtitle}>
      <form class="form" noValidate onInput={change.clear} onSubmit={(event) => void submit(event)}>
        <Field label={texts.current} error={fieldError(outcome, "current")}>
          <TextInput
            type="password"
            autoComplete="current-password"
            value={form.current}
            onChange={(current) => setForm({ ...form, current })}
          />
        </Field>
        <Field label={texts.next} hint={texts.nextHint} error={fieldError(outcome, "next")}>
          <TextInput
            type="password"
            autoComplete="new-password"
            value={form.next}
            onChange={(next) => setForm({ ...form, next })}
          />
        </Field>
        {error && <Notice tone="bad" sentence={error} />}
        <Button type="submit" busy={change.busy.value} disabled={form.current === "" || form.next === ""}>
          {texts.submit}
        </Button>
      </form>
    </Card>
  );
}
