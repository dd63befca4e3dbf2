import type { Status } from "@callboard/domain/agents";
import { Badge } from "@callboard/ui/Badge";
import { Icon } from "@callboard/ui/Icon";
import { Menu } from "@callboard/ui/Menu";
import { agents } from "../../texts/en/agents.ts";
import { say } from "../../texts/say.ts";
import { archive } from "./archiving.ts";
import { MoveHandle } from "./MoveHandle.tsx";
import { StatusChip } from "./StatusChip.tsx";
import { type Reorder, useReorder } from "./useReorder.ts";

const texts = agents.statuses;

interface StatusTableProps {
  statuses: readonly Status[];
  onEdit: (status: Status) => void;
  onChanged: () => void;
}

/** Available first, Offline last, one's own between them in an order that can be dragged or typed. */
export function StatusTable({ statuses, onEdit, onChanged }: StatusTableProps) {
  const shown = statuses.filter(({ archivedAt }) => archivedAt === null);
  const reorder = useReorder(
    shown.filter(({ builtIn }) => !builtIn),
    onChanged,
  );
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
            <th scope="col" data-align="end">
              {texts.length}
            </th>
            <th scope="col">{texts.whenOver}</th>
            <th scope="col">
              <span class="cb-unseen">{texts.edit}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {first && <BuiltInRow status={first} />}
          {reorder.items.map((status) => (
            <OwnRow key={status.id} status={status} reorder={reorder} onEdit={onEdit} onChanged={onChanged} />
          ))}
          {last && <BuiltInRow status={last} />}
        </tbody>
      </table>
      <p class="cb-unseen" role="status">
        {reorder.said}
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
      <td data-align="end" class="cb-quiet">
        {texts.open}
      </td>
      <td class="cb-quiet">—</td>
      <td />
    </tr>
  );
}

interface OwnRowProps {
  status: Status;
  reorder: Reorder;
  onEdit: (status: Status) => void;
  onChanged: () => void;
}

function OwnRow({ status, reorder, onEdit, onChanged }: OwnRowProps) {
  const at = reorder.items.indexOf(status);
  const entries = [
    { id: "edit", label: texts.edit, icon: "edit", onSelect: () => onEdit(status) },
    { id: "up", label: texts.up, icon: "arrow-up", disabled: at === 0, onSelect: () => reorder.move(status.id, -1) },
    {
      id: "down",
      label: texts.down,
      icon: "arrow-down",
      disabled: at === reorder.items.length - 1,
      onSelect: () => reorder.move(status.id, 1),
    },
    { separator: true },
    { id: "archive", label: texts.archive, icon: "archive", onSelect: () => void archive(status, true, onChanged) },
  ] as const;
  return (
    <tr data-dragged={reorder.dragged === status.id || undefined} {...reorder.rowProps(status.id)}>
      <td>
        <MoveHandle status={status} place={at + 1} reorder={reorder} />
      </td>
      <td>
        <button type="button" class="cb-table-row statuses-name" onClick={() => onEdit(status)}>
          <StatusChip name={status.name} status={status} />
        </button>
      </td>
      <td>{status.takesCalls ? texts.takes : <span class="cb-quiet">{texts.takesNone}</span>}</td>
      <td data-align="end">
        {status.defaultMinutes === null ? (
          <span class="cb-quiet">{texts.open}</span>
        ) : (
          say(texts.minutes, { minutes: status.defaultMinutes })
        )}
      </td>
      <td>{status.defaultMinutes === null ? <span class="cb-quiet">—</span> : texts.over[status.whenOver]}</td>
      <td data-align="end">
        <Menu kind="icon" align="end" label={say(texts.menu, { name: status.name })} entries={entries}>
          <Icon name="dots" />
        </Menu>
      </td>
    </tr>
  );
}
