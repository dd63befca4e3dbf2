import type { Role } from "@callboard/domain/core/permissions";
import { api, type Inputs } from "../../../data/api.ts";
import { FormDialog } from "../../../shared/form/FormDialog.tsx";
import { toasts } from "../../../shared/toasts.ts";
import { useAction } from "../../../shared/form/useAction.ts";
import { useViewer } from "../../../shared/viewer.ts";
import { access } from "../../../texts/en/access.ts";
import { shell } from "../../../texts/en/shell/shell.ts";
import { format } from "../../../texts/format.ts";
import type { OwnedItems, Member } from "../types.ts";
import { OwnedItemsList, useKeptItems } from "./OwnedItemsList.tsx";

const texts = access.people;

interface RoleDialogProps {
  member: Member;
  role: Role;
  ownedItems: readonly OwnedItems[];
  refetch: () => Promise<void>;
  onClose: () => void;
}

/** A role with fewer permissions ends the items that it doesn't allow. They are listed first, and kept if ticked. */
export function RoleDialog({ member, role, ownedItems, refetch, onClose }: RoleDialogProps) {
  const { account } = useViewer();
  const [keptItems, setKeptItems] = useKeptItems();
  const save = useAction((input: Inputs["access"]["setRole"], options) => api().access.setRole.mutate(input, options));
  const { id: person, name, version, softphone } = member;
  const values = { name, role: shell.role[role] };

  async function submit() {
    const outcome = await save.run({ person, version, softphone, role, keep: keptItems });
    await refetch();
    if (!outcome?.ok) return;
    toasts.show({ tone: "good", sentence: format(texts.roleSet, values) });
    onClose();
  }

  return (
    <FormDialog
      title={format(texts.roleTitle, values)}
      submit={format(texts.roleSubmit, values)}
      action={save}
      onSubmit={submit}
      onClose={onClose}
    >
      <OwnedItemsList
        ownedItems={ownedItems}
        name={name}
        accountId={account.id}
        isStaying
        keptItems={keptItems}
        onKeptItems={setKeptItems}
      />
    </FormDialog>
  );
}
