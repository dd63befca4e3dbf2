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
  draft: Pick<PersistentDraft<object>, "touched" | "overtaken" | "found" | "reset">;
  action: Pick<Action<never, unknown>, "busy" | "outcome" | "clear">;
  /** The fields that show their own errors. */
  fields: readonly string[];
  /** The label of the save button: a verb. */
  submit: string;
  /** Nothing is saved yet: even an untouched form can be submitted, and then says what is missing. */
  isNew?: boolean;
  /** True for people who may not change it. */
  readOnly: boolean;
  /** The form's own error about what was typed. */
  odd?: string | undefined;
  onSubmit: () => Promise<void>;
  /** Fetches the newest version, in case somebody else saved one. */
  refetch: () => Promise<unknown>;
  children: ComponentChildren;
}

/** A record's form on its page: saved against the version it was opened with, with a footer that stays in sight. */
export function RecordForm(props: RecordFormProps) {
  const { draft, action, readOnly, onSubmit, children } = props;
  const form = useRef<HTMLFormElement>(null);
  const outcome = action.outcome.value;
  useEffect(() => {
    // An error below the fold would look as if nothing had happened.
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
      {draft.found && draft.touched && !draft.overtaken && <Notice sentence={shell.draftFound} />}
      {readOnly && <Notice sentence={shell.readOnly} />}
      <fieldset class="form" disabled={readOnly}>
        {children}
      </fieldset>
      {!readOnly && <FormFoot {...props} />}
    </form>
  );
}

const firstInvalid = (form: HTMLElement | null) =>
  form?.querySelector<HTMLElement>("[aria-invalid=true], [role=alert]");

function FormFoot({ draft, action, fields, submit, isNew, odd, refetch }: RecordFormProps) {
  const outcome = action.outcome.value;
  const isStale = outcome?.ok === false && outcome.refusal?.field === "version";
  const refused = isStale ? undefined : (odd ?? formError(outcome, fields));
  const drop = () => {
    draft.reset();
    action.clear();
  };
  const load = async () => {
    await refetch();
    drop();
  };
  return (
    <div class="record-foot" data-touched={draft.touched || undefined}>
      {(isStale || draft.overtaken) && (
        <Notice
          kind="warn"
          sentence={shell.conflict}
          detail={shell.conflictDetail}
          action={<Button onClick={() => void load()}>{shell.loadNewest}</Button>}
        />
      )}
      {refused && <Notice kind="bad" sentence={refused} />}
      <div class="form-foot">
        <Button variant="primary" type="submit" busy={action.busy.value} disabled={!draft.touched && !isNew}>
          {submit}
        </Button>
        {draft.touched && (
          <Button variant="quiet" onClick={drop}>
            {shell.discard}
          </Button>
        )}
      </div>
    </div>
  );
}
