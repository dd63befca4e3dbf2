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
  return async (change: Partial<Pick<Member, "role" | "softphone">>, done: string) => {
    const { id: person, version, role, softphone } = member;
    const outcome = await save.run({ person, version, role, softphone, ...change });
    const refused = failureText(outcome);
    await refetch();
    if (refused) toasts.show({ kind: "bad", sentence: refused });
    else if (outcome?.ok) toasts.show({ kind: "good", sentence: done });
  };
}

interface MemberRoleProps {
  member: Member;
  roles: readonly Role[];
  changeable: boolean;
  /** Why nobody can change it now. */
  closed: string | null;
  refetch: () => Promise<void>;
}

export function MemberRole({ member, roles, changeable, closed, refetch }: MemberRoleProps) {
  const save = useSaveMember(member, refetch);
  const [wanted, setWanted] = useState<Role | null>(null);
  const [carried, setCarried] = useState<readonly OwnedItems[] | null>(null);
  const { id, name, role, owner } = member;
  const over = () => {
    setCarried(null);
    setWanted(null);
  };
  if (!changeable)
    return (
      <span class="people-fixed" title={closed ?? (owner ? texts.ownerFixed : texts.rankFixed)}>
        {shell.role[role]}
      </span>
    );
  return (
    <>
      <Select
        size="small"
        label={format(texts.roleOf, { name })}
        value={wanted ?? role}
        disabled={wanted !== null}
        options={roles.map((value) => ({ value, label: shell.role[value] }))}
        onChange={async (next) => {
          setWanted(next);
          const found = await api()
            .access.ownedItems.query({ person: id, role: next })
            .catch(() => []);
          if (hasOwnedItems(found)) return setCarried(found);
          await save({ role: next }, format(texts.roleSet, { name, role: shell.role[next] }));
          setWanted(null);
        }}
      />
      {carried && wanted && (
        <RoleDialog member={member} role={wanted} carried={carried} refetch={refetch} onClose={over} />
      )}
    </>
  );
}

interface MemberSoftphoneProps {
  member: Member;
  /** Why nobody can be given one now. */
  closed: string | null;
  refetch: () => Promise<void>;
}

export function MemberSoftphone({ member, closed, refetch }: MemberSoftphoneProps) {
  const save = useSaveMember(member, refetch);
  const [wanted, setWanted] = useState<boolean | null>(null);
  const { name, softphone } = member;
  const shut = softphone ? null : closed;
  return (
    <span class="people-switch" title={shut ?? undefined}>
      <Switch
        label={format(texts.softphoneOf, { name })}
        checked={wanted ?? softphone}
        disabled={wanted !== null || shut !== null}
        onChange={async (next) => {
          setWanted(next);
          await save({ softphone: next }, format(next ? texts.softphoneOn : texts.softphoneOff, { name }));
          setWanted(null);
        }}
      />
    </span>
  );
}
