import { api } from "../../data/api.ts";
import { href } from "../../shared/route.ts";
import { FormDialog } from "../../shared/form/FormDialog.tsx";
import { toasts } from "../../shared/toasts.ts";
import { useAction } from "../../shared/form/useAction.ts";
import { removeDraft } from "../../shared/form/usePersistentDraft.ts";
import { sources } from "../../texts/en/sources.ts";
import { format } from "../../texts/format.ts";
import type { Source } from "./types.ts";

const texts = sources.removing;

interface RemoveSourceDialogProps {
  source: Source;
  onClose: () => void;
  onRemoved: () => void;
}

/** While numbers belong to it, the server refuses and names them. */
export function RemoveSourceDialog({ source: { id, version, name }, onClose, onRemoved }: RemoveSourceDialogProps) {
  const remove = useAction((_: null, options) => api().sources.remove.mutate({ id, version }, options));

  async function submit() {
    const outcome = await remove.run(null);
    if (!outcome?.ok) return;
    removeDraft(href("sources", id));
    toasts.show({ kind: "good", sentence: format(texts.done, { name }) });
    onClose();
    onRemoved();
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
      <p>{texts.what}</p>
      <p>{texts.keeps}</p>
    </FormDialog>
  );
}
