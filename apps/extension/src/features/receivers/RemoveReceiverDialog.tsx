import { api } from "../../data/api.ts";
import { RemovalDialog } from "../../shared/form/RemovalDialog.tsx";
import { receivers } from "../../texts/en/receivers.ts";
import { format } from "../../texts/format.ts";
import type { Receiver } from "./types.ts";

const texts = receivers.removing;

interface RemoveReceiverDialogProps {
  receiver: Receiver;
  onClose: () => void;
  onDone: () => void;
}

/** While numbers or queues route calls to it, the server refuses and names them. */
export function RemoveReceiverDialog({ receiver, onClose, onDone }: RemoveReceiverDialogProps) {
  const { id, version, name, shown } = receiver;
  return (
    <RemovalDialog
      title={format(texts.title, { name })}
      submit={texts.submit}
      done={format(texts.done, { name })}
      send={(options) => api().receivers.remove.mutate({ id, version }, options)}
      onRemoved={onDone}
      onClose={onClose}
    >
      <p>{format(texts.explanation, { number: shown })}</p>
    </RemovalDialog>
  );
}
