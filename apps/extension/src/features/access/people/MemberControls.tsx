import type { Role } from "@callboard/domain/core/permissions";
import { Select } from "@callboard/ui/Select";
import { Switch } from "@callboard/ui/Switch";
import { useState } from "preact/hooks";
import { api, type Inputs } from "../../../data/api.ts";
import { failureText } from "../../../shared/form/failures.ts";
import { toasts } from "../../../shared/toasts.ts";
import { useAction } from "../../../shared/form/useAction.ts";
import { access } from "../../../texts/en/access.ts";
import { shell } from "../../../texts/en/shell/shell.ts";
import { format } from "../../../texts/format.ts";
import type { OwnedItems, Member } from "../types.ts";
import { hasOwnedItems } from "./OwnedItemsList.tsx";
import { RoleDialog } from "./RoleDialog.tsx";

const texts = access.people;

/** Saves a member against the version on the screen; the result is refetched whether or not the save was accepted. */
function useSaveMember(member: Member, refetch: () => Promise<void>) {
  const save = useAction((input: Inputs["access"]["setRole"], options) => api().access.setRole.mutate(input, options));
  return async (change: Partial<Pick<Member, "role" | "softphone">>, doneText: string) => {
    const { id: person, version, role, softphone } = member;
    const outcome = await save.run({ person, version, role, softphone, ...change });
    const failure = failureText(outcome);
    await refetch();
    if (failure) toasts.show({ tone: "bad", sentence: failure });
    else if (outcome?.ok) toasts.show({ tone: "good", sentence: doneText });
  };
}

interface MemberRoleProps {
  member: Member;
  roles: readonly Role[];
  isChangeable: boolean;
  /** Why the role can't be changed now; null if it can. */
  blockedReason: string | null;
  refetch: () => Promise<void>;
}

/** Saves a chosen role at once, unless it ends items that the member owns: then a dialog lists them first. */
export function MemberRole({ member, roles, isChangeable, blockedReason, refetch }: MemberRoleProps) {
  const save = useSaveMember(member, refetch);
  const [requestedRole, setRequestedRole] = useState<Role | null>(null);
  const [ownedItems, setOwnedItems] = useState<readonly OwnedItems[] | null>(null);
  const { id, name, role, owner } = member;
  const closeDialog = () => {
    setOwnedItems(null);
    setRequestedRole(null);
  };
  if (!isChangeable)
    return (
      <span class="people-fixed" title={blockedReason ?? (owner ? texts.ownerFixed : texts.rankFixed)}>
        {shell.role[role]}
      </span>
    );
  return (
    <>
      <Select
        size="small"
        label={format(texts.roleOf, { name })}
        value={requestedRole ?? role}
        disabled={requestedRole !== null}
        options={roles.map((value) => ({ value, label: shell.role[value] }))}
        onChange={async (next) => {
          setRequestedRole(next);
          const items = await api()
            .access.ownedItems.query({ person: id, role: next })
            .catch(() => null);
          if (items === null) {
            toasts.show({ tone: "bad", sentence: format(texts.ownedNotLoaded, { name }) });
            return setRequestedRole(null);
          }
          if (hasOwnedItems(items)) return setOwnedItems(items);
          await save({ role: next }, format(texts.roleSet, { name, role: shell.role[next] }));
          setRequestedRole(null);
        }}
      />
      {ownedItems && requestedRole && (
        <RoleDialog
          member={member}
          role={requestedRole}
          ownedItems={ownedItems}
          refetch={refetch}
          onClose={closeDialog}
        />
      )}
    </>
  );
}

interface MemberSoftphoneProps {
  member: Member;
  /** Why no softphone can be given now; null if it can. */
  blockedReason: string | null;
  refetch: () => Promise<void>;
}

/** The switch for the softphone. It can always be taken away, even while none can be given. */
export function MemberSoftphone({ member, blockedReason, refetch }: MemberSoftphoneProps) {
  const save = useSaveMember(member, refetch);
  const [requested, setRequested] = useState<boolean | null>(null);
  const { name, softphone } = member;
  const blocked = softphone ? null : blockedReason;
  return (
    <span class="people-switch" title={blocked ?? undefined}>
      <Switch
        label={format(texts.softphoneOf, { name })}
        checked={requested ?? softphone}
        disabled={requested !== null || blocked !== null}
        onChange={async (next) => {
          setRequested(next);
          await save({ softphone: next }, format(next ? texts.softphoneOn : texts.softphoneOff, { name }));
          setRequested(null);
        }}
      />
    </span>
  );
}
