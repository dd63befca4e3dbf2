import { api } from "../../data/api.ts";
import { toasts } from "../../shared/toasts.ts";
import { FormDialog } from "../../shared/form/FormDialog.tsx";
import { useAction } from "../../shared/form/useAction.ts";
import { useViewer } from "../../shared/viewer.ts";
import { account as texts } from "../../texts/en/account.ts";
import { format } from "../../texts/format.ts";

interface TransferDialogProps {
  /** The administrator who becomes the owner. */
  to: { id: string; name: string };
  refetch: () => Promise<void>;
  onClose: () => void;
}

/** Asks before ownership is passed on, because only the new owner can give it back. */
export function TransferDialog({ to: { id, name }, refetch, onClose }: TransferDialogProps) {
  const viewer = useViewer();
  const transfer = useAction((person: string, options) => api().account.transferOwner.mutate({ to: person }, options));

  async function submit() {
    const outcome = await transfer.run(id);
    if (!outcome?.ok) return;
    toasts.show({ tone: "good", sentence: format(texts.transferred, { name }) });
    onClose();
    await Promise.all([refetch(), viewer.refetch()]);
  }

  return (
    <FormDialog
      title={format(texts.transferTitle, { account: viewer.account.name, name })}
      submit={format(texts.transferSubmit, { name })}
      danger
      action={transfer}
      onSubmit={submit}
      onClose={onClose}
    >
      <p>{format(texts.transferExplanation, { name })}</p>
      <p>{format(texts.transferBack, { name })}</p>
    </FormDialog>
  );
}
