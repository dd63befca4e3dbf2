import { Icon } from "@callboard/ui/Icon";
import { Menu } from "@callboard/ui/Menu";
import type { Column } from "@callboard/ui/Table";
import { go, href, queryString } from "../../shared/route.ts";
import { versions } from "../../texts/en/shared/versions.ts";
import { receivers as texts } from "../../texts/en/receivers.ts";
import { format } from "../../texts/format.ts";
import type { Receiver } from "./types.ts";

interface ReceiverActions {
  edit: (receiver: Receiver) => void;
  remove: (receiver: Receiver) => void;
}

/** Null for readers who may only look. */
export function receiverColumns(deeds: ReceiverActions | null): Column<Receiver>[] {
  const columns: Column<Receiver>[] = [
    { key: "name", head: texts.name, cell: ({ name }) => <span class="receivers-name">{name}</span> },
    { key: "number", head: texts.number, cell: ({ shown }) => <span class="cb-numbers">{shown}</span> },
    { key: "use", head: texts.usedBy, spare: 1, cell: (receiver) => <UsedBy receiver={receiver} /> },
  ];
  if (!deeds) return columns;
  const actions = { key: "actions", head: <span class="cb-unseen">{texts.actions}</span>, align: "end" as const };
  return [...columns, { ...actions, cell: (receiver) => <RowMenu receiver={receiver} deeds={deeds} /> }];
}

function UsedBy({ receiver: { id, numbers, queues } }: { receiver: Receiver }) {
  if (numbers + queues === 0) return <span class="cb-quiet">{texts.unused}</span>;
  return (
    <>
      {numbers > 0 && (
        <a href={href("numbers") + queryString({ route: `receiver:${id}` })}>
          {numbers === 1 ? texts.numbersOne : format(texts.numbersCount, { count: numbers })}
        </a>
      )}
      {numbers > 0 && queues > 0 && texts.join}
      {queues > 0 && (queues === 1 ? texts.queuesOne : format(texts.queuesCount, { count: queues }))}
    </>
  );
}

function RowMenu({ receiver, deeds: { edit, remove } }: { receiver: Receiver; deeds: ReceiverActions }) {
  return (
    <Menu
      kind="icon"
      align="end"
      label={format(texts.menu, { name: receiver.name })}
      entries={[
        { id: "edit", label: texts.edit, icon: "edit", onSelect: () => edit(receiver) },
        {
          id: "versions",
          label: versions.title,
          icon: "history",
          onSelect: () => go("receivers", receiver.id, "versions"),
        },
        { separator: true },
        { id: "remove", label: texts.remove, icon: "trash", danger: true, onSelect: () => remove(receiver) },
      ]}
    >
      <Icon name="dots" />
    </Menu>
  );
}
