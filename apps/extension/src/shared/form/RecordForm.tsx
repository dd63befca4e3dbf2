import { Button } from "@callboard/ui/Button";
import { Notice } from "@callboard/ui/Notice";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { shell } from "../../texts/en/shell/shell.ts";
import { formError } from "./failures.ts";
import type { Action } from "./useAction.ts";
import type { PersistentDraft } from "./usePersistentDraft.ts";
import "./RecordForm.css";

interface RecordFormProps {
  draft: Pick<PersistentDraft<object>, "isTouched" | "isOutdated" | "isResumed" | "reset">;
  action: Pick<Action<never, unknown>, "busy" | "outcome" | "clear">;
  /** The fields that show their own errors. */
  fields: readonly string[];
  /** The label of the save button: a verb. */
  submit: string;
  /** Nothing is saved yet: even an untouched form can be submitted, and then says what is missing. */
  isNew?: boolean;
  /** True for people who may not change it. */
  isReadOnly: boolean;
  /** The form's own error about what was typed. */
  invalid?: string | undefined;
  onSubmit: () => Promise<void>;
  /** Fetches the newest version, in case somebody else saved one. */
  refetch: () => Promise<unknown>;
  children: ComponentChildren;
}

/** A record's form on its page: saved against the version it was opened with, with a footer that stays in sight. */
export function RecordForm(props: RecordFormProps) {
  const { draft, action, isReadOnly, onSubmit, children } = props;
  const form = useRef<HTMLFormElement>(null);
  const outcome = action.outcome.value;
  useEffect(() => {
    // An error outside the window would look as if nothing had happened.
    if (outcome?.ok === false) firstInvalid(form.current)?.scrollIntoView({ block: "center" });
  }, [outcome]);

  async function submit(event: Event) {
    event.preventDefault();
    await onSubmit();
    firstInvalid(form.current)?.focus();
  }

  return (
    <form
      ref={form}
      class="form record-form"
      noValidate
      onInput={action.clear}
      onChange={action.clear}
      onSubmit={(event) => void submit(event)}
    >
      {draft.isResumed && draft.isTouched && !draft.isOutdated && <Notice sentence={shell.draftResumed} />}
      {isReadOnly && <Notice sentence={shell.readOnly} />}
      <fieldset class="form" disabled={isReadOnly}>
        {children}
      </fieldset>
      {!isReadOnly && <FormFooter {...props} />}
    </form>
  );
}

const firstInvalid = (form: HTMLElement | null) =>
  form?.querySelector<HTMLElement>("[aria-invalid=true], [role=alert]");

function FormFooter({ draft, action, fields, submit, isNew, invalid, refetch }: RecordFormProps) {
  const outcome = action.outcome.value;
  const isRejectedAsOutdated = outcome?.ok === false && outcome.failure?.field === "version";
  const error = isRejectedAsOutdated ? undefined : (invalid ?? formError(outcome, fields));
  const discard = () => {
    draft.reset();
    action.clear();
  };
  const loadNewest = async () => {
    await refetch();
    discard();
  };
  return (
    <div class="record-foot" data-touched={draft.isTouched || undefined}>
      {(isRejectedAsOutdated || draft.isOutdated) && (
        <Notice
          tone="warn"
          sentence={shell.conflict}
          detail={shell.conflictDetail}
          action={<Button onClick={() => void loadNewest()}>{shell.loadNewest}</Button>}
        />
      )}
      {error && <Notice tone="bad" sentence={error} />}
      <div class="form-foot">
        <Button variant="primary" type="submit" busy={action.busy.value} disabled={!draft.isTouched && !isNew}>
          {submit}
        </Button>
        {draft.isTouched && (
          <Button variant="quiet" onClick={discard}>
            {shell.discard}
          </Button>
        )}
      </div>
    </div>
  );
}
