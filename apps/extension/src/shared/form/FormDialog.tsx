import { Button } from "@callboard/ui/Button";
import { Dialog } from "@callboard/ui/Dialog";
import { Notice } from "@callboard/ui/Notice";
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { shell as texts } from "../../texts/en/shell/shell.ts";
import { formError } from "./failures.ts";
import type { Action } from "./useAction.ts";

interface FormDialogProps {
  title: string;
  /** The label of the submit button: a verb. */
  submit: string;
  /** For a removal: the submit button is red. */
  danger?: boolean;
  /** The submit button's action: busy while it runs; a failure is shown above the buttons. */
  action: Pick<Action<never, unknown>, "busy" | "outcome" | "clear">;
  /** The fields that show their own errors. */
  fields?: readonly string[];
  /** False disables the submit button. */
  ready?: boolean;
  onSubmit: () => Promise<void>;
  onClose: () => void;
  children: ComponentChildren;
}

/** A dialog with a short form, or only a confirmation. */
export function FormDialog({ title, submit, danger, action, fields = [], ready = true, ...rest }: FormDialogProps) {
  const id = useId();
  const { onSubmit, onClose, children } = rest;
  const error = formError(action.outcome.value, fields);
  const variant = danger ? "danger" : "primary";
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      closeLabel={texts.close}
      footer={
        <>
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button variant={variant} type="submit" form={id} busy={action.busy.value} disabled={!ready}>
            {submit}
          </Button>
        </>
      }
    >
      <form
        id={id}
        class="form"
        noValidate
        onInput={action.clear}
        onSubmit={(event) => {
          event.preventDefault();
          void onSubmit();
        }}
      >
        {children}
        {error && <Notice tone="bad" sentence={error} />}
      </form>
    </Dialog>
  );
}
