import { api } from "../../api.ts";
import { toasts } from "../../shell/toasts.ts";
import { FormDialog } from "../../shell/FormDialog.tsx";
import { useAction } from "../../shell/useAction.ts";
import { useViewer } from "../../shell/viewer.ts";
import { access } from "../../texts/en/access.ts";
import { say } from "../../texts/say.ts";
import type { Member } from "./answers.ts";

const texts = access.people;

interface RemoveDialogProps {
  member: Member;
  refetch: () => Promise<void>;
  onClose: () => void;
}

/** Names what happens to the person, to their place on the board and to what they did. */
export function RemoveDialog({ member: { id, name, softphone }, refetch, onClose }: RemoveDialogProps) {
  const account = useViewer().account.name;
  const remove = useAction((person: string, options) => api().access.remove.mutate({ person }, options));

  async function submit() {
    const outcome = await remove.run(id);
    if (!outcome?.ok) return;
    toasts.show({ kind: "good", sentence: say(texts.removed, { name }) });
    onClose();
    await refetch();
  }

  return (
    <FormDialog
      title={say(texts.removeTitle, { name, account })}
      submit={say(texts.removeSubmit, { name })}
      danger
      action={remove}
      onSubmit={submit}
      onClose={onClose}
    >
      <p>{say(texts.removeWhat, { name, account })}</p>
      {softphone && <p>{say(texts.removeSeat, { name })}</p>}
      <p>{say(texts.removeKeeps, { name })}</p>
    </FormDialog>
  );
}
