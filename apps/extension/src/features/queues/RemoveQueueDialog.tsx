import { api } from "../../data/api.ts";
import { go } from "../../shared/route.ts";
import { RemovalDialog } from "../../shared/form/RemovalDialog.tsx";
import { removeDraft } from "../../shared/form/usePersistentDraft.ts";
import { queues } from "../../texts/en/queues.ts";
import { format } from "../../texts/format.ts";
import { queueSettingsHref } from "../../shared/queue-form/queueFormValues.ts";
import type { QueueView } from "./types.ts";

const texts = queues.removing;

/** While numbers or other queues route calls to it, the server refuses and names them. */
export function RemoveQueueDialog({ queue, onClose }: { queue: QueueView; onClose: () => void }) {
  const { id, version, name, members } = queue;
  const membersText = members.length === 1 ? texts.whatOne : format(texts.explanation, { count: members.length });
  return (
    <RemovalDialog
      title={format(texts.title, { name })}
      submit={texts.submit}
      done={format(texts.done, { name })}
      send={(options) => api().queues.remove.mutate({ id, version }, options)}
      onRemoved={() => {
        removeDraft(queueSettingsHref(id));
        go("queues");
      }}
      onClose={onClose}
    >
      <p>{members.length === 0 ? texts.whatNone : membersText}</p>
      <p>{texts.keeps}</p>
    </RemovalDialog>
  );
}
