import type { Status } from "@callboard/domain/agents/rules";
import { Card } from "@callboard/ui/Card";
import { EmptyState } from "@callboard/ui/EmptyState";
import { useState } from "preact/hooks";
import { api } from "../../data/api.ts";
import { useResource } from "../../data/liveResource.ts";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { PermissionButton } from "../../shared/page/PermissionButton.tsx";
import { Page } from "../../shared/page/Page.tsx";
import { agents } from "../../texts/en/agents.ts";
import { format } from "../../texts/format.ts";
import { ArchivedStatuses } from "./ArchivedStatuses.tsx";
import { StatusDialog } from "./StatusDialog.tsx";
import { StatusTable } from "./StatusTable.tsx";
import "@callboard/ui/Table.css";
import "./Statuses.css";

const texts = agents.statuses;

/** The account's statuses, in the order in which agents see them. */
export function Statuses() {
  const statuses = useResource(["status"], () => api().agents.statuses.query());
  const [editing, setEditing] = useState<Status | "new" | null>(null);
  const add = (
    <PermissionButton permission="define statuses" variant="primary" icon="plus" onClick={() => setEditing("new")}>
      {texts.add}
    </PermissionButton>
  );
  const refetch = () => void statuses.refetch();
  return (
    <Page title={texts.title} summary={statuses.data.value && summaryText(statuses.data.value)} action={add}>
      <Loaded resource={statuses} label={texts.loading}>
        {(all) => (
          <>
            <Card flush>
              <StatusTable statuses={all} onEdit={setEditing} onChanged={statuses.refetch} />
              {customStatuses(all).length === 0 && <EmptyState icon="layers" sentence={texts.empty} />}
            </Card>
            <ArchivedStatuses statuses={all} onChanged={refetch} />
          </>
        )}
      </Loaded>
      {editing && (
        <StatusDialog status={editing === "new" ? null : editing} onClose={() => setEditing(null)} onSaved={refetch} />
      )}
    </Page>
  );
}

const customStatuses = (statuses: readonly Status[]) =>
  statuses.filter(({ builtIn, archivedAt }) => !builtIn && archivedAt === null);

function summaryText(statuses: readonly Status[]): string {
  const custom = customStatuses(statuses).length;
  if (custom === 0) return texts.summaryNone;
  return custom === 1 ? texts.summaryOne : format(texts.summary, { custom });
}
