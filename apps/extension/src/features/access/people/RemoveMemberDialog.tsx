import { api, type Inputs } from "../../../data/api.ts";
import { useResource } from "../../../data/resource.ts";
import { toasts } from "../../../shared/toasts.ts";
import { Loaded } from "../../../shared/page/Loaded.tsx";
import { FormDialog } from "../../../shared/form/FormDialog.tsx";
import { useAction } from "../../../shared/form/useAction.ts";
import { useViewer } from "../../../shared/viewer.ts";
import { access } from "../../../texts/en/access.ts";
import { ownedItems as carriedTexts } from "../../../texts/en/ownedItems.ts";
import { format } from "../../../texts/format.ts";
import type { Member } from "../types.ts";
import { OwnedItemsList, useKeptItems } from "./OwnedItemsList.tsx";

const texts = access.people;

interface RemoveMemberDialogProps {
  member: Member;
  refetch: () => Promise<void>;
  onClose: () => void;
}

/** Names the consequences for the person, for their row on the board and for what they did. */
export function RemoveMemberDialog({ member: { id, name, softphone }, refetch, onClose }: RemoveMemberDialogProps) {
  const { id: home, name: account } = useViewer().account;
  const carried = useResource(["apiKey", "invitation", "statementSchedule", "run"], () =>
    api().access.ownedItems.query({ person: id }),
  );
  const [kept, setKept] = useKeptItems();
  const remove = useAction((input: Inputs["access"]["removeMember"], options) =>
    api().access.removeMember.mutate(input, options),
  );

  async function submit() {
    const outcome = await remove.run({ person: id, keep: kept });
    if (!outcome?.ok) return;
    toasts.show({ kind: "good", sentence: format(texts.removed, { name }) });
    onClose();
    await refetch();
  }

  return (
    <FormDialog
      title={format(texts.removeTitle, { name, account })}
      submit={format(texts.removeSubmit, { name })}
      danger
      ready={carried.data.value !== null}
      action={remove}
      onSubmit={submit}
      onClose={onClose}
    >
      <p>{format(texts.removeWhat, { name, account })}</p>
      {softphone && <p>{format(texts.removeSeat, { name })}</p>}
      <p>{format(texts.removeKeeps, { name })}</p>
      <Loaded of={carried} label={carriedTexts.loading} lines={1}>
        {(all) => <OwnedItemsList carried={all} name={name} home={home} kept={kept} onKeep={setKept} />}
      </Loaded>
    </FormDialog>
  );
}
