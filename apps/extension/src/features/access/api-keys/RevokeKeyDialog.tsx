import { api } from "../../../data/api.ts";
import { RemovalDialog } from "../../../shared/form/RemovalDialog.tsx";
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
  return (
    <RemovalDialog
      title={format(texts.revokeTitle, { name })}
      submit={format(texts.revokeSubmit, { name })}
      done={format(texts.revoked, { name })}
      send={(options) => api().access.revokeApiKey.mutate({ id }, options)}
      onRemoved={refetch}
      onClose={onClose}
    >
      <p>{format(texts.revokeExplanation, { name })}</p>
    </RemovalDialog>
  );
}
