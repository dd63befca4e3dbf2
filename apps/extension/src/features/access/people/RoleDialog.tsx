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
  carried: readonly OwnedItems[];
  refetch: () => Promise<void>;
  onClose: () => void;
}

/** A smaller role ends items that it doesn't allow: they are listed first, and kept if somebody ticks them. */
export function RoleDialog({ member, role, carried, refetch, onClose }: RoleDialogProps) {
  const { account } = useViewer();
  const [kept, setKept] = useKeptItems();
  const save = useAction((input: Inputs["access"]["setRole"], options) => api().access.setRole.mutate(input, options));
  const { id: person, name, version, softphone } = member;
  const named = { name, role: shell.role[role] };

  async function submit() {
    const outcome = await save.run({ person, version, softphone, role, keep: kept });
    await refetch();
    if (!outcome?.ok) return;
    toasts.show({ kind: "good", sentence: format(texts.roleSet, named) });
    onClose();
  }

  return (
    <FormDialog
      title={format(texts.roleTitle, named)}
      submit={format(texts.roleSubmit, named)}
      action={save}
      onSubmit={submit}
      onClose={onClose}
    >
      <OwnedItemsList carried={carried} name={name} home={account.id} stays kept={kept} onKeep={setKept} />
    </FormDialog>
  );
}
