import { Button } from "@callboard/ui/Button";
import { Dialog } from "@callboard/ui/Dialog";
import { Notice } from "@callboard/ui/Notice";
import { api } from "../../api.ts";
import { sentenceOf } from "../../shell/refusals.ts";
import { toasts } from "../../shell/toasts.ts";
import { useAction } from "../../shell/useAction.ts";
import { access } from "../../texts/en/access.ts";
import { shell } from "../../texts/en/shell.ts";
import { say } from "../../texts/say.ts";
import type { ApiKey } from "./ApiKeys.tsx";

const texts = access.keys;

interface RevokeDialogProps {
  apiKey: ApiKey;
  refetch: () => Promise<void>;
  onClose: () => void;
}

export function RevokeDialog({ apiKey: { id, name }, refetch, onClose }: RevokeDialogProps) {
  const revoke = useAction((_: null, options) => api().access.revokeApiKey.mutate({ id }, options));
  const refused = sentenceOf(revoke.outcome.value);

  async function submit() {
    const outcome = await revoke.run(null);
    if (!outcome?.ok) return;
    toasts.show({ kind: "good", sentence: say(texts.revoked, { name }) });
    onClose();
    await refetch();
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={say(texts.revokeTitle, { name })}
      closeLabel={shell.close}
      foot={
        <>
          <Button onClick={onClose}>{shell.cancel}</Button>
          <Button variant="danger" busy={revoke.busy.value} onClick={() => void submit()}>
            {say(texts.revokeSubmit, { name })}
          </Button>
        </>
      }
    >
      <div class="form">
        <p>{say(texts.revokeWhat, { name })}</p>
        {refused && <Notice kind="bad" sentence={refused} />}
      </div>
    </Dialog>
  );
}
