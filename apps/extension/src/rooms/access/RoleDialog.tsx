import type { Role } from "@callboard/domain/access";
import { api, type Inputs } from "../../api.ts";
import { FormDialog } from "../../shell/FormDialog.tsx";
import { toasts } from "../../shell/toasts.ts";
import { useAction } from "../../shell/useAction.ts";
import { useViewer } from "../../shell/viewer.ts";
import { access } from "../../texts/en/access.ts";
import { shell } from "../../texts/en/shell.ts";
import { format } from "../../texts/say.ts";
import type { OwnedItems, Member } from "./answers.ts";
import { OwnedItemsList, useKeptItems } from "./CarriedList.tsx";

const texts = access.people;

interface RoleDialogProps {
  member: Member;
  role: Role;
  carried: readonly OwnedItems[];
  refetch: () => Promise<void>;
  onClose: () => void;
}

/** A smaller role ends what it does not allow: named before, and kept where somebody says so. */
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
