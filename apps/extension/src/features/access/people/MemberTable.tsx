import { grantsMore } from "@callboard/domain/core/permissions";
import { Badge } from "@callboard/ui/Badge";
import { Card } from "@callboard/ui/Card";
import { IconButton } from "@callboard/ui/IconButton";
import { type Column, Table } from "@callboard/ui/Table";
import { mayDo, membershipOf, useViewer, blockedReason } from "../../../shared/viewer.ts";
import { access } from "../../../texts/en/access.ts";
import { format } from "../../../texts/format.ts";
import { MemberRole, MemberSoftphone } from "./MemberControls.tsx";
import type { Member } from "../types.ts";
import { mayChangeRole, grantableRoles } from "./roleRules.ts";

const texts = access.people;

interface MemberTableProps {
  members: readonly Member[];
  /** Whether the plan allows sub-accounts; only then is there the role of agency administrator. */
  mayHaveSubAccounts: boolean;
  refetch: () => Promise<void>;
  onRemove: (member: Member) => void;
}

/** The account's members, with controls for what the reader may change. */
export function MemberTable({ members, mayHaveSubAccounts, refetch, onRemove }: MemberTableProps) {
  const { me, account } = useViewer();
  const membership = membershipOf(account);
  const blocked = blockedReason(account, "manage the account");
  // In a canceled account permissions can still be taken away.
  const mayChange = (member: Member) => mayDo(account, "take rights away") && mayChangeRole(membership, member);
  const roles = grantableRoles(membership, mayHaveSubAccounts);
  // While the account can't be managed, only roles that take permissions away are offered.
  const rolesFor = (member: Member) =>
    blocked === null ? roles : roles.filter((role) => !grantsMore(member, { ...member, role }));
  const columns: Column<Member>[] = [
    {
      key: "name",
      header: texts.name,
      cell: (member) => <MemberName member={member} isMe={member.id === me.person.id} />,
    },
    {
      key: "email",
      header: texts.email,
      width: "40%",
      hideOrder: 1,
      cell: ({ email }) => <span class="cb-muted">{email}</span>,
    },
    {
      key: "role",
      header: texts.role,
      cell: (member) => (
        <MemberRole
          member={member}
          roles={rolesFor(member)}
          isChangeable={mayChange(member) && member.frozen === null}
          blockedReason={blocked}
          refetch={refetch}
        />
      ),
    },
    {
      key: "softphone",
      header: texts.softphone,
      cell: (member) =>
        member.frozen === null ? (
          <MemberSoftphone member={member} blockedReason={blocked} refetch={refetch} />
        ) : (
          <span class="cb-muted" title={texts.frozenNote}>
            {texts.takesNone}
          </span>
        ),
    },
    {
      key: "remove",
      header: <span class="cb-visually-hidden">{texts.actions}</span>,
      align: "end",
      cell: (member) =>
        mayChange(member) && (
          <IconButton
            icon="trash"
            label={format(texts.remove, { name: member.name })}
            onClick={() => onRemove(member)}
          />
        ),
    },
  ];
  return (
    <Card flush>
      <div class="people-table">
        <Table caption={texts.caption} columns={columns} rows={members} rowKey={({ id }) => id} />
      </div>
    </Card>
  );
}

function MemberName({ member, isMe }: { member: Member; isMe: boolean }) {
  return (
    <span class="people-name">
      {member.name}
      {member.owner && <Badge tone="accent">{texts.owner}</Badge>}
      {isMe && <Badge>{texts.you}</Badge>}
      {member.frozen !== null && <Badge tone="warn">{texts.frozen}</Badge>}
      {/* Shown where its own column doesn't fit. */}
      <span class="people-mail" title={member.email}>
        {member.email}
      </span>
    </span>
  );
}
