import { Button } from "@callboard/ui/Button";
import { Dialog } from "@callboard/ui/Dialog";
import { Notice } from "@callboard/ui/Notice";
import { api } from "../../api.ts";
import { sentenceOf } from "../../shell/refusals.ts";
import { toasts } from "../../shell/toasts.ts";
import { useAction } from "../../shell/useAction.ts";
import { useViewer } from "../../shell/viewer.ts";
import { account as texts } from "../../texts/en/account.ts";
import { shell } from "../../texts/en/shell.ts";
import { say } from "../../texts/say.ts";

interface TransferDialogProps {
  to: { id: string; name: string };
  refetch: () => Promise<void>;
  onClose: () => void;
}

export function TransferDialog({ to: { id, name }, refetch, onClose }: TransferDialogProps) {
  const viewer = useViewer();
  const transfer = useAction((to: string, options) => api().account.transferOwner.mutate({ to }, options));
  const refused = sentenceOf(transfer.outcome.value);

  async function submit() {
    const outcome = await transfer.run(id);
    if (!outcome?.ok) return;
    toasts.show({ kind: "good", sentence: say(texts.transferred, { name }) });
    onClose();
    await Promise.all([refetch(), viewer.refetch()]);
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={say(texts.transferTitle, { account: viewer.account.name, name })}
      closeLabel={shell.close}
      foot={
        <>
          <Button onClick={onClose}>{shell.cancel}</Button>
          <Button variant="danger" busy={transfer.busy.value} onClick={() => void submit()}>
            {say(texts.transferSubmit, { name })}
          </Button>
        </>
      }
    >
      <div class="form">
        <p>{say(texts.transferWhat, { name })}</p>
        <p>{say(texts.transferBack, { name })}</p>
        {refused && <Notice kind="bad" sentence={refused} />}
      </div>
    </Dialog>
  );
}
