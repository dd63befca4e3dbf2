import { api } from "../../data/api.ts";
import { FormDialog } from "../../shared/form/FormDialog.tsx";
import { toasts } from "../../shared/toasts.ts";
import { useAction } from "../../shared/form/useAction.ts";
import { receivers } from "../../texts/en/receivers.ts";
import { format } from "../../texts/format.ts";
import type { Receiver } from "./types.ts";

const texts = receivers.removing;

interface RemoveReceiverDialogProps {
  receiver: Receiver;
  onClose: () => void;
  onDone: () => void;
}

/** While numbers or queues lead to it, the server refuses and names them. */
export function RemoveReceiverDialog({ receiver, onClose, onDone }: RemoveReceiverDialogProps) {
  const { id, version, name, shown } = receiver;
  const remove = useAction((_: null, options) => api().receivers.remove.mutate({ id, version }, options));

  async function submit() {
    const outcome = await remove.run(null);
    if (!outcome?.ok) return;
    toasts.show({ kind: "good", sentence: format(texts.done, { name }) });
    onDone();
    onClose();
  }

  return (
    <FormDialog
      title={format(texts.title, { name })}
      submit={texts.submit}
      danger
      action={remove}
      onSubmit={submit}
      onClose={onClose}
    >
      <p>{format(texts.what, { number: shown })}</p>
    </FormDialog>
  );
}
