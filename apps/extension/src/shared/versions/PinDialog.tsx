import { NOTE_MAX } from "@callboard/domain/core/differences";
import { Field } from "@callboard/ui/Field";
import { TextInput } from "@callboard/ui/TextInput";
import { useState } from "preact/hooks";
import { sendOnce } from "../../data/sendOnce.ts";
import { api, failureOf } from "../../data/api.ts";
import { FormDialog } from "../form/FormDialog.tsx";
import { toasts } from "../toasts.ts";
import { useAction } from "../form/useAction.ts";
import { versions as texts } from "../../texts/en/shared/versions.ts";
import { shell } from "../../texts/en/shell/shell.ts";
import { format } from "../../texts/format.ts";

interface PinDialogProps {
  kind: string;
  id: string;
  version: number;
  onDone: () => void;
  onClose: () => void;
}

/** Keeps one version beyond the retention period, with a note on why. */
export function PinDialog({ kind, id, version, onDone, onClose }: PinDialogProps) {
  const [note, setNote] = useState("");
  const pin = useAction((input: { note: string }, options) =>
    api().history.pin.mutate({ kind, id, version, ...input }, options),
  );
  async function submit() {
    const outcome = await pin.run({ note });
    if (!outcome?.ok) return;
    toasts.show({ tone: "good", sentence: format(texts.did.pinned, { version }) });
    onDone();
    onClose();
  }
  return (
    <FormDialog
      title={format(texts.pinTitle, { version })}
      submit={texts.pinSubmit}
      action={pin}
      onSubmit={submit}
      onClose={onClose}
    >
      <p>{texts.pinExplanation}</p>
      <Field label={texts.pinNote} hint={texts.pinNoteHint} aside={texts.optional}>
        <TextInput value={note} maxLength={NOTE_MAX} onChange={setNote} />
      </Field>
    </FormDialog>
  );
}

/** Removes a pin; the version is then deleted when its time comes. */
export async function unpin(kind: string, id: string, version: number, onDone: () => void): Promise<void> {
  try {
    await sendOnce((options) => api().history.unpin.mutate({ kind, id, version }, options));
    toasts.show({ sentence: format(texts.did.unpinned, { version }) });
  } catch (error) {
    toasts.show({ tone: "bad", sentence: failureOf(error)?.sentence ?? shell.unreachable });
  }
  onDone();
}
