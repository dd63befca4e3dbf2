import { api } from "../../../data/api.ts";
import { useResource } from "../../../data/liveResource.ts";
import { Loaded } from "../../../shared/page/Loaded.tsx";
import { RemovalDialog } from "../../../shared/form/RemovalDialog.tsx";
import { useViewer } from "../../../shared/viewer.ts";
import { access } from "../../../texts/en/access.ts";
import { ownedItems as ownedItemsTexts } from "../../../texts/en/ownedItems.ts";
import { format } from "../../../texts/format.ts";
import type { Member } from "../types.ts";
import { OwnedItemsList, useKeptItems } from "./OwnedItemsList.tsx";

const texts = access.people;

interface RemoveMemberDialogProps {
  member: Member;
  refetch: () => Promise<void>;
  onClose: () => void;
}

/** Explains the consequences for the person, their row on the board, and the items that they own. */
export function RemoveMemberDialog({ member: { id, name, softphone }, refetch, onClose }: RemoveMemberDialogProps) {
  const { id: accountId, name: account } = useViewer().account;
  const ownedItems = useResource(["apiKey", "invitation", "statementSchedule", "run"], () =>
    api().access.ownedItems.query({ person: id }),
  );
  const [keptItems, setKeptItems] = useKeptItems();
  return (
    <RemovalDialog
      title={format(texts.removeTitle, { name, account })}
      submit={format(texts.removeSubmit, { name })}
      done={format(texts.removed, { name })}
      send={(options) => api().access.removeMember.mutate({ person: id, keep: keptItems }, options)}
      ready={ownedItems.data.value !== null}
      onRemoved={refetch}
      onClose={onClose}
    >
      <p>{format(texts.removeExplanation, { name, account })}</p>
      {softphone && <p>{format(texts.removeSeat, { name })}</p>}
      <p>{format(texts.removeKeeps, { name })}</p>
      <Loaded resource={ownedItems} label={ownedItemsTexts.loading} lines={1}>
        {(all) => (
          <OwnedItemsList
            ownedItems={all}
            name={name}
            accountId={accountId}
            keptItems={keptItems}
            onKeptItems={setKeptItems}
          />
        )}
      </Loaded>
    </RemovalDialog>
  );
}
