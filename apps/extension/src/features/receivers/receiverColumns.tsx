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

/** `rowActions`: null for readers who may change nothing. */
export function receiverColumns(rowActions: ReceiverActions | null): Column<Receiver>[] {
  const columns: Column<Receiver>[] = [
    { key: "name", header: texts.name, cell: ({ name }) => <span class="receivers-name">{name}</span> },
    { key: "number", header: texts.number, cell: ({ shown }) => <span class="cb-numbers">{shown}</span> },
    { key: "use", header: texts.usedBy, hideOrder: 1, cell: (receiver) => <UsedBy receiver={receiver} /> },
  ];
  if (!rowActions) return columns;
  const menuColumn = {
    key: "actions",
    header: <span class="cb-visually-hidden">{texts.actions}</span>,
    align: "end" as const,
  };
  return [...columns, { ...menuColumn, cell: (receiver) => <RowMenu receiver={receiver} actions={rowActions} /> }];
}

function UsedBy({ receiver: { id, numbers, queues } }: { receiver: Receiver }) {
  if (numbers + queues === 0) return <span class="cb-muted">{texts.unused}</span>;
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

function RowMenu({ receiver, actions: { edit, remove } }: { receiver: Receiver; actions: ReceiverActions }) {
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
