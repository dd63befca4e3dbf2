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
import { setStatusArchived } from "./setStatusArchived.ts";
import { StatusChip } from "../../shared/status/StatusChip.tsx";

const texts = agents.statuses;

interface StatusTableProps {
  statuses: readonly Status[];
  onEdit: (status: Status) => void;
  onChanged: () => Promise<void>;
}

/** Available first, Offline last, custom statuses in between in an order that can be dragged or typed. */
export function StatusTable({ statuses, onEdit, onChanged }: StatusTableProps) {
  const activeStatuses = statuses.filter(({ archivedAt }) => archivedAt === null);
  const order = useSavedOrder({
    rows: activeStatuses.filter(({ builtIn }) => !builtIn),
    save: (ids, options) => api().agents.orderStatuses.mutate({ ids }, options),
    onChanged,
    movedText: ({ name }, place, all) => format(texts.moved, { name, place, all }),
  });
  const [availableStatus, offlineStatus] = [activeStatuses[0], activeStatuses.at(-1)];
  return (
    <div class="cb-table-frame">
      <table class="cb-table statuses">
        <caption>{texts.caption}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span class="cb-visually-hidden">{texts.order}</span>
            </th>
            <th scope="col">{texts.name}</th>
            <th scope="col">{texts.takesCalls}</th>
            <th scope="col" data-align="end" data-hide-order={1}>
              {texts.length}
            </th>
            <th scope="col" data-hide-order={1}>
              {texts.whenOver}
            </th>
            <th scope="col">
              <span class="cb-visually-hidden">{texts.edit}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {availableStatus && <BuiltInRow status={availableStatus} />}
          {order.rows.map((status) => (
            <CustomRow
              key={status.id}
              status={status}
              order={order}
              onEdit={onEdit}
              onChanged={() => void onChanged()}
            />
          ))}
          {offlineStatus && <BuiltInRow status={offlineStatus} />}
        </tbody>
      </table>
      <p class="cb-visually-hidden" role="status">
        {order.announcement}
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
      <td>{status.takesCalls ? texts.takes : <span class="cb-muted">{texts.takesNone}</span>}</td>
      <td data-align="end" data-hide-order={1} class="cb-muted">
        {texts.open}
      </td>
      <td data-hide-order={1} class="cb-muted">
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
  const index = order.rows.indexOf(status);
  const isReadOnly = !mayDo(useViewer().account, "define statuses");
  const entries = [
    { id: "edit", label: texts.edit, icon: "edit", disabled: isReadOnly, onSelect: () => onEdit(status) },
    { id: "versions", label: shell.pages.record, icon: "history", onSelect: () => go("record", "status", status.id) },
    {
      id: "up",
      label: texts.up,
      icon: "arrow-up",
      disabled: isReadOnly || index === 0,
      onSelect: () => order.move(status.id, -1),
    },
    {
      id: "down",
      label: texts.down,
      icon: "arrow-down",
      disabled: isReadOnly || index === order.rows.length - 1,
      onSelect: () => order.move(status.id, 1),
    },
    { separator: true },
    {
      id: "archive",
      label: texts.archive,
      icon: "archive",
      disabled: isReadOnly,
      onSelect: () => void setStatusArchived(status, { archived: true }, onChanged),
    },
  ] as const;
  return (
    <tr {...order.rowProps(status.id)}>
      <td>
        {!isReadOnly && (
          <DragHandle
            id={status.id}
            name={status.name}
            position={index + 1}
            label={format(texts.move, { name: status.name, place: index + 1, all: order.rows.length })}
            reorder={order}
          />
        )}
      </td>
      <td>
        {isReadOnly ? (
          <span class="statuses-name">
            <StatusChip name={status.name} status={status} />
          </span>
        ) : (
          <button type="button" class="cb-table-row statuses-name" onClick={() => onEdit(status)}>
            <StatusChip name={status.name} status={status} />
          </button>
        )}
      </td>
      <td>{status.takesCalls ? texts.takes : <span class="cb-muted">{texts.takesNone}</span>}</td>
      <td data-align="end" data-hide-order={1}>
        {status.defaultMinutes === null ? (
          <span class="cb-muted">{texts.open}</span>
        ) : (
          format(texts.minutes, { minutes: status.defaultMinutes })
        )}
      </td>
      <td data-hide-order={1}>
        {status.defaultMinutes === null ? <span class="cb-muted">—</span> : texts.whenOverOptions[status.whenOver]}
      </td>
      <td data-align="end">
        <Menu kind="icon" align="end" label={format(texts.menu, { name: status.name })} entries={entries}>
          <Icon name="dots" />
        </Menu>
      </td>
    </tr>
  );
}
