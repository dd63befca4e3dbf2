import type { Status } from "@callboard/domain/agents/rules";
import { Badge } from "@callboard/ui/Badge";
import { Icon } from "@callboard/ui/Icon";
import { Menu } from "@callboard/ui/Menu";
import { DragHandle } from "@callboard/ui/Reorder";
import { api } from "../../data/api.ts";
import { type SavedOrder, useSavedOrder } from "../../shared/form/useSavedOrder.ts";
import { go } from "../../shared/route.ts";
import { mayDo, useViewer } from "../../shared/viewer.ts";
import { agents } from "../../texts/en/agents.ts";
import { shell } from "../../texts/en/shell/shell.ts";
import { format } from "../../texts/format.ts";
import { archiveStatus } from "./archiveStatus.ts";
import { StatusChip } from "../../shared/status/StatusChip.tsx";

const texts = agents.statuses;

interface StatusTableProps {
  statuses: readonly Status[];
  onEdit: (status: Status) => void;
  onChanged: () => Promise<void>;
}

/** Available first, Offline last, custom statuses in between in an order that can be dragged or typed. */
export function StatusTable({ statuses, onEdit, onChanged }: StatusTableProps) {
  const shown = statuses.filter(({ archivedAt }) => archivedAt === null);
  const order = useSavedOrder({
    rows: shown.filter(({ builtIn }) => !builtIn),
    save: (ids, options) => api().agents.orderStatuses.mutate({ ids }, options),
    onChanged,
    moved: ({ name }, place, all) => format(texts.moved, { name, place, all }),
  });
  const [first, last] = [shown[0], shown.at(-1)];
  return (
    <div class="cb-table-frame">
      <table class="cb-table statuses">
        <caption>{texts.caption}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span class="cb-unseen">{texts.order}</span>
            </th>
            <th scope="col">{texts.name}</th>
            <th scope="col">{texts.takesCalls}</th>
            <th scope="col" data-align="end" data-spare={1}>
              {texts.length}
            </th>
            <th scope="col" data-spare={1}>
              {texts.whenOver}
            </th>
            <th scope="col">
              <span class="cb-unseen">{texts.edit}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {first && <BuiltInRow status={first} />}
          {order.rows.map((status) => (
            <CustomRow
              key={status.id}
              status={status}
              order={order}
              onEdit={onEdit}
              onChanged={() => void onChanged()}
            />
          ))}
          {last && <BuiltInRow status={last} />}
        </tbody>
      </table>
      <p class="cb-unseen" role="status">
        {order.said}
      </p>
    </div>
  );
}

function BuiltInRow({ status }: { status: Status }) {
  return (
    <tr>
      <td />
      <td>
        <span class="statuses-name">
          <StatusChip name={status.name} status={status} />
          <Badge>{texts.builtIn}</Badge>
        </span>
      </td>
      <td>{status.takesCalls ? texts.takes : <span class="cb-quiet">{texts.takesNone}</span>}</td>
      <td data-align="end" data-spare={1} class="cb-quiet">
        {texts.open}
      </td>
      <td data-spare={1} class="cb-quiet">
        —
      </td>
      <td />
    </tr>
  );
}

interface CustomRowProps {
  status: Status;
  order: SavedOrder<Status>;
  onEdit: (status: Status) => void;
  onChanged: () => void;
}

function CustomRow({ status, order, onEdit, onChanged }: CustomRowProps) {
  const at = order.rows.indexOf(status);
  const closed = !mayDo(useViewer().account, "define statuses");
  const entries = [
    { id: "edit", label: texts.edit, icon: "edit", disabled: closed, onSelect: () => onEdit(status) },
    { id: "versions", label: shell.rooms.record, icon: "history", onSelect: () => go("record", "status", status.id) },
    {
      id: "up",
      label: texts.up,
      icon: "arrow-up",
      disabled: closed || at === 0,
      onSelect: () => order.move(status.id, -1),
    },
    {
      id: "down",
      label: texts.down,
      icon: "arrow-down",
      disabled: closed || at === order.rows.length - 1,
      onSelect: () => order.move(status.id, 1),
    },
    { separator: true },
    {
      id: "archive",
      label: texts.archive,
      icon: "archive",
      disabled: closed,
      onSelect: () => void archiveStatus(status, true, onChanged),
    },
  ] as const;
  return (
    <tr {...order.rowProps(status.id)}>
      <td>
        {!closed && (
          <DragHandle
            id={status.id}
            name={status.name}
            place={at + 1}
            label={format(texts.move, { name: status.name, place: at + 1, all: order.rows.length })}
            sorting={order}
          />
        )}
      </td>
      <td>
        {closed ? (
          <span class="statuses-name">
            <StatusChip name={status.name} status={status} />
          </span>
        ) : (
          <button type="button" class="cb-table-row statuses-name" onClick={() => onEdit(status)}>
            <StatusChip name={status.name} status={status} />
          </button>
        )}
      </td>
      <td>{status.takesCalls ? texts.takes : <span class="cb-quiet">{texts.takesNone}</span>}</td>
      <td data-align="end" data-spare={1}>
        {status.defaultMinutes === null ? (
          <span class="cb-quiet">{texts.open}</span>
        ) : (
          format(texts.minutes, { minutes: status.defaultMinutes })
        )}
      </td>
      <td data-spare={1}>
        {status.defaultMinutes === null ? <span class="cb-quiet">—</span> : texts.over[status.whenOver]}
      </td>
      <td data-align="end">
        <Menu kind="icon" align="end" label={format(texts.menu, { name: status.name })} entries={entries}>
          <Icon name="dots" />
        </Menu>
      </td>
    </tr>
  );
}
