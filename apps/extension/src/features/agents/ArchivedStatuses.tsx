import type { Status } from "@callboard/domain/agents/rules";
import { Card } from "@callboard/ui/Card";
import { PermissionButton } from "../../shared/page/PermissionButton.tsx";
import { agents } from "../../texts/en/agents.ts";
import { setStatusArchived } from "./setStatusArchived.ts";
import { StatusChip } from "../../shared/status/StatusChip.tsx";

const texts = agents.statuses;

interface ArchivedStatusesProps {
  statuses: readonly Status[];
  onChanged: () => void;
}

export function ArchivedStatuses({ statuses, onChanged }: ArchivedStatusesProps) {
  const archived = statuses.filter(({ archivedAt }) => archivedAt !== null);
  if (archived.length === 0) return null;
  return (
    <Card title={texts.archived} subtitle={texts.archivedSubtitle} flush>
      <ul class="statuses-archived">
        {archived.map((status) => (
          <li key={status.id}>
            <StatusChip name={status.name} status={status} />
            <PermissionButton
              permission="define statuses"
              size="small"
              onClick={() => void setStatusArchived(status, { archived: false }, onChanged)}
            >
              {texts.unarchive}
            </PermissionButton>
          </li>
        ))}
      </ul>
    </Card>
  );
}
