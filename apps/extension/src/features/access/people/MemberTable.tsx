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
  mayHaveSubAccounts: boolean;
  refetch: () => Promise<void>;
  onRemove: (member: Member) => void;
}

export function MemberTable({ members, mayHaveSubAccounts, refetch, onRemove }: MemberTableProps) {
  const { me, account } = useViewer();
  const mine = membershipOf(account);
  const closed = blockedReason(account, "manage the account");
  // In a canceled account permissions can still be taken away.
  const changeable = (member: Member) => mayDo(account, "take rights away") && mayChangeRole(mine, member);
  const roles = grantableRoles(mine, mayHaveSubAccounts);
  const rolesFor = (member: Member) =>
    closed === null ? roles : roles.filter((role) => !grantsMore(member, { ...member, role }));
  const columns: Column<Member>[] = [
    {
      key: "name",
      head: texts.name,
      cell: (member) => <MemberName member={member} isMe={member.id === me.person.id} />,
    },
    {
      key: "email",
      head: texts.email,
      width: "40%",
      spare: 1,
      cell: ({ email }) => <span class="cb-quiet">{email}</span>,
    },
    {
      key: "role",
      head: texts.role,
      cell: (member) => (
        <MemberRole
          member={member}
          roles={rolesFor(member)}
          changeable={changeable(member) && member.parked === null}
          closed={closed}
          refetch={refetch}
        />
      ),
    },
    {
      key: "softphone",
      head: texts.softphone,
      cell: (member) =>
        member.parked === null ? (
          <MemberSoftphone member={member} closed={closed} refetch={refetch} />
        ) : (
          <span class="cb-quiet" title={texts.parkedNote}>
            {texts.takesNone}
          </span>
        ),
    },
    {
      key: "remove",
      head: <span class="cb-unseen">{texts.actions}</span>,
      align: "end",
      cell: (member) =>
        changeable(member) && (
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
      {member.parked !== null && <Badge tone="warn">{texts.parked}</Badge>}
      {/* Shown where its own column doesn't fit. */}
      <span class="people-mail" title={member.email}>
        {member.email}
      </span>
    </span>
  );
}
