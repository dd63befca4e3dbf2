import { Avatar } from "@callboard/ui/Avatar";
import { Icon } from "@callboard/ui/Icon";
import { IconButton } from "@callboard/ui/IconButton";
import { DragHandle, type Reorder } from "@callboard/ui/Reorder";
import { TextInput } from "@callboard/ui/TextInput";
import { useId } from "preact/hooks";
import { queues } from "../../texts/en/queues.ts";
import { format } from "../../texts/format.ts";
import type { Member } from "../../shared/queue-form/queueFormValues.ts";

const texts = queues.form;

interface MemberRowProps {
  member: Member;
  position: number;
  total: number;
  reorder: Reorder;
  /** Share of all calls, from 0 to 1; null if weights don't apply. */
  share: number | null;
  /** The member has lost the softphone and gets no calls. */
  hasNoSoftphone: boolean;
  error: string | undefined;
  onWeight: (weight: string) => void;
  onRemove: () => void;
}

export function MemberRow(props: MemberRowProps) {
  const { member, position, total, reorder, share, hasNoSoftphone, error, onWeight, onRemove } = props;
  const { id, name, weight } = member;
  const errorId = useId();
  return (
    <li class="member" {...reorder.rowProps(id)}>
      <DragHandle
        id={id}
        name={name}
        position={position}
        label={format(texts.move, { name, place: position, all: total })}
        reorder={reorder}
      />
      <span class="member-name">
        <Avatar name={name} decorative />
        {name}
        {hasNoSoftphone && <span class="queues-warn">{texts.noSoftphone}</span>}
      </span>
      {share !== null && (
        <>
          <span class="member-share cb-muted">{format(texts.share, { share: Math.round(share * 100) })}</span>
          <span class="member-weight">
            <TextInput
              numeric
              size="small"
              label={format(texts.weight, { name })}
              value={weight}
              aria-invalid={error !== undefined || undefined}
              aria-describedby={error ? errorId : undefined}
              onChange={onWeight}
            />
          </span>
        </>
      )}
      <IconButton
        icon="x"
        label={format(texts.removeMember, { name })}
        onClick={(event) => {
          // The next member moves up under the pointer. Keyboard focus goes to that member, or to the field below.
          const row = event.currentTarget.closest("li");
          const next = row?.nextElementSibling ?? row?.previousElementSibling;
          const addField = row?.closest("section")?.querySelector<HTMLElement>("[role=combobox]");
          (next?.querySelector<HTMLElement>(".cb-icon-button") ?? addField)?.focus();
          onRemove();
        }}
      />
      {error && (
        <p class="cb-field-error" id={errorId} role="alert">
          <Icon name="alert" size={14} />
          <span>{error}</span>
        </p>
      )}
    </li>
  );
}
