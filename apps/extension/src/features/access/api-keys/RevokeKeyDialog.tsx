import { api } from "../../../data/api.ts";
import { toasts } from "../../../shared/toasts.ts";
import { FormDialog } from "../../../shared/form/FormDialog.tsx";
import { useAction } from "../../../shared/form/useAction.ts";
import { access } from "../../../texts/en/access.ts";
import { format } from "../../../texts/format.ts";
import type { ApiKey } from "../types.ts";

const texts = access.keys;

interface RevokeKeyDialogProps {
  apiKey: ApiKey;
  refetch: () => Promise<void>;
  onClose: () => void;
}

export function RevokeKeyDialog({ apiKey: { id, name }, refetch, onClose }: RevokeKeyDialogProps) {
  const revoke = useAction((_: null, options) => api().access.revokeApiKey.mutate({ id }, options));

  async function submit() {
    const outcome = await revoke.run(null);
    if (!outcome?.ok) return;
    toasts.show({ kind: "good", sentence: format(texts.revoked, { name }) });
    onClose();
    await refetch();
  }

  return (
    <FormDialog
      title={format(texts.revokeTitle, { name })}
      submit={format(texts.revokeSubmit, { name })}
      danger
      action={revoke}
      onSubmit={submit}
      onClose={onClose}
    >
      <p>{format(texts.revokeWhat, { name })}</p>
    </FormDialog>
  );
}
