import { api } from "../../data/api.ts";
import { go } from "../../shared/route.ts";
import { FormDialog } from "../../shared/form/FormDialog.tsx";
import { toasts } from "../../shared/toasts.ts";
import { useAction } from "../../shared/form/useAction.ts";
import { removeDraft } from "../../shared/form/usePersistentDraft.ts";
import { queues } from "../../texts/en/queues.ts";
import { format } from "../../texts/format.ts";
import { queueSettingsHref } from "../../shared/queue-form/queueFormValues.ts";
import type { QueueView } from "./types.ts";

const texts = queues.removing;

/** While numbers or other queues lead to it, the server refuses and names them. */
export function RemoveQueueDialog({ queue, onClose }: { queue: QueueView; onClose: () => void }) {
  const { id, version, name, members } = queue;
  const remove = useAction((_: null, options) => api().queues.remove.mutate({ id, version }, options));

  async function submit() {
    const outcome = await remove.run(null);
    if (!outcome?.ok) return;
    removeDraft(queueSettingsHref(id));
    toasts.show({ kind: "good", sentence: format(texts.done, { name }) });
    onClose();
    go("queues");
  }

  const many = members.length === 1 ? texts.whatOne : format(texts.what, { count: members.length });
  return (
    <FormDialog
      title={format(texts.title, { name })}
      submit={texts.submit}
      danger
      action={remove}
      onSubmit={submit}
      onClose={onClose}
    >
      <p>{members.length === 0 ? texts.whatNone : many}</p>
      <p>{texts.keeps}</p>
    </FormDialog>
  );
}
