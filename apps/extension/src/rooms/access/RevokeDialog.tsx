import { api } from "../../api.ts";
import { toasts } from "../../shell/toasts.ts";
import { FormDialog } from "../../shell/FormDialog.tsx";
import { useAction } from "../../shell/useAction.ts";
import { access } from "../../texts/en/access.ts";
import { say } from "../../texts/say.ts";
import type { ApiKey } from "./answers.ts";

const texts = access.keys;

interface RevokeDialogProps {
  apiKey: ApiKey;
  refetch: () => Promise<void>;
  onClose: () => void;
}

export function RevokeDialog({ apiKey: { id, name }, refetch, onClose }: RevokeDialogProps) {
  const revoke = useAction((_: null, options) => api().access.revokeApiKey.mutate({ id }, options));

  async function submit() {
    const outcome = await revoke.run(null);
    if (!outcome?.ok) return;
    toasts.show({ kind: "good", sentence: say(texts.revoked, { name }) });
    onClose();
    await refetch();
  }

  return (
    <FormDialog
      title={say(texts.revokeTitle, { name })}
      submit={say(texts.revokeSubmit, { name })}
      danger
      action={revoke}
      onSubmit={submit}
      onClose={onClose}
    >
      <p>{say(texts.revokeWhat, { name })}</p>
    </FormDialog>
  );
}
