import { QUEUE_MEMBERS_MAX } from "@callboard/domain/queues/types";
import { Card } from "@callboard/ui/Card";
import { Combobox } from "@callboard/ui/Combobox";
import { Field } from "@callboard/ui/Field";
import { useReorder } from "@callboard/ui/Reorder";
import { href } from "../../shared/route.ts";
import { queues } from "../../texts/en/queues.ts";
import { format } from "../../texts/format.ts";
import { MemberRow } from "./MemberRow.tsx";
import { newMember } from "../../shared/queue-form/queueFormValues.ts";
import type { QueueFieldProps } from "../../shared/queue-form/QueueFieldProps.ts";
import type { Person } from "./types.ts";

const texts = queues.form;

interface MembersCardProps extends QueueFieldProps {
  people: readonly Person[];
}

/** The queue's agents, in an order that can be dragged or typed; with weights if calls are shared by weight. */
export function MembersCard({ form, edit, errorOf, people }: MembersCardProps) {
  const { members, routing } = form;
  const nameById = new Map(members.map(({ id, name }) => [id, name]));
  const reorder = useReorder({
    ids: members.map(({ id }) => id),
    onReorder: (ids) => edit({ members: ids.map((id) => members.find((member) => member.id === id)!) }),
    announce: (id, place, all) => format(texts.moved, { name: nameById.get(id) ?? "", place, all }),
  });
  // A weight that is being typed may be invalid; it then counts as 0.
  const totalWeight = members.reduce((total, { weight }) => total + (Number(weight) || 0), 0);
  return (
    <Card title={texts.members} subtitle={texts.membersSubs[routing]}>
      <div class="form">
        {members.length > 0 && (
          <ol class="members" data-weighted={routing === "weighted" || undefined}>
            {members.map((member, index) => (
              <MemberRow
                key={member.id}
                member={member}
                position={index + 1}
                total={members.length}
                reorder={reorder}
                share={routing === "weighted" ? (Number(member.weight) || 0) / Math.max(1, totalWeight) : null}
                hasNoSoftphone={people.some(({ id, softphone }) => id === member.id && !softphone)}
                error={errorOf(`members.${index}`) ?? errorOf(`members.${index}.weight`)}
                onWeight={(weight) => edit({ members: members.with(index, { ...member, weight }) })}
                onRemove={() => edit({ members: members.filter((other) => other !== member) })}
              />
            ))}
          </ol>
        )}
        <div class="record-adds">
          <AddMember people={people} {...{ form, edit, errorOf }} />
        </div>
        <p class="cb-visually-hidden" role="status">
          {reorder.announcement}
        </p>
      </div>
    </Card>
  );
}

function AddMember({ form: { members }, edit, errorOf, people }: MembersCardProps) {
  const eligible = people.filter(({ softphone }) => softphone);
  const candidates = eligible.filter(({ id }) => members.every((member) => member.id !== id));
  const error = errorOf("members");
  if (eligible.length === 0)
    return (
      <p class="cb-muted">
        {texts.noPeople} <a href={href("access")}>{texts.toPeople}</a>
      </p>
    );
  if (candidates.length === 0) return <p class="cb-muted">{texts.everyone}</p>;
  return (
    <Field label={texts.addMember} hint={texts.addMemberHint} error={error}>
      <Combobox
        options={candidates.map(({ id, name }) => ({ value: id, label: name }))}
        value=""
        displayValue=""
        placeholder={texts.findPerson}
        emptyText={texts.noSuchPerson}
        disabled={members.length >= QUEUE_MEMBERS_MAX}
        onChange={(id, { label }) => edit({ members: [...members, newMember(id, label)] })}
      />
    </Field>
  );
}
