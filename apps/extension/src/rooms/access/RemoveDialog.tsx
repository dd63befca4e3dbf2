import { Button } from "@callboard/ui/Button";
import { Dialog } from "@callboard/ui/Dialog";
import { Notice } from "@callboard/ui/Notice";
import { api } from "../../api.ts";
import { sentenceOf } from "../../shell/refusals.ts";
import { toasts } from "../../shell/toasts.ts";
import { useAction } from "../../shell/useAction.ts";
import { useViewer } from "../../shell/viewer.ts";
import { access } from "../../texts/en/access.ts";
import { shell } from "../../texts/en/shell.ts";
import { say } from "../../texts/say.ts";
import type { Member } from "./People.tsx";

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
  const refused = sentenceOf(remove.outcome.value);

  async function submit() {
    const outcome = await remove.run(id);
    if (!outcome?.ok) return;
    toasts.show({ kind: "good", sentence: say(texts.removed, { name }) });
    onClose();
    await refetch();
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={say(texts.removeTitle, { name, account })}
      closeLabel={shell.close}
      foot={
        <>
          <Button onClick={onClose}>{shell.cancel}</Button>
          <Button variant="danger" busy={remove.busy.value} onClick={() => void submit()}>
            {say(texts.removeSubmit, { name })}
          </Button>
        </>
      }
    >
      <div class="form">
        <p>{say(texts.removeWhat, { name, account })}</p>
        {softphone && <p>{say(texts.removeSeat, { name })}</p>}
        <p>{say(texts.removeKeeps, { name })}</p>
        {refused && <Notice kind="bad" sentence={refused} />}
      </div>
    </Dialog>
  );
}
