import { Card } from "@callboard/ui/Card";
import { EmptyState } from "@callboard/ui/EmptyState";
import { type Column, Table } from "@callboard/ui/Table";
import { useState } from "preact/hooks";
import { api } from "../../../data/api.ts";
import { useResource } from "../../../data/liveResource.ts";
import { Loaded } from "../../../shared/page/Loaded.tsx";
import { PermissionButton } from "../../../shared/page/PermissionButton.tsx";
import { Page } from "../../../shared/page/Page.tsx";
import { fullDate } from "../../../shared/timeText.ts";
import { useViewer } from "../../../shared/viewer.ts";
import { access } from "../../../texts/en/access.ts";
import { format } from "../../../texts/format.ts";
import { KeyPermissions, TakeOverButton } from "./KeyRow.tsx";
import { NewKeyDialog } from "./NewKeyDialog.tsx";
import { RevokeKeyDialog } from "./RevokeKeyDialog.tsx";
import "./ApiKeys.css";
import type { ApiKey } from "../types.ts";

const texts = access.keys;

/** Keys that let programs act in this account. */
export function ApiKeys() {
  const keys = useResource(["apiKey"], () => api().access.apiKeys.query());
  const [dialog, setDialog] = useState<"new" | ApiKey | null>(null);
  const activeKeys = keys.data.value?.filter(({ revokedAt }) => revokedAt === null);
  const create = (
    <PermissionButton permission="manage the account" variant="primary" icon="plus" onClick={() => setDialog("new")}>
      {texts.create}
    </PermissionButton>
  );
  return (
    <Page title={texts.title} summary={activeKeys && summaryText(activeKeys.length)} action={create}>
      <Loaded resource={keys} label={texts.loading}>
        {(all) => <KeyTables keys={all} refetch={keys.refetch} onRevoke={setDialog} />}
      </Loaded>
      {dialog === "new" && <NewKeyDialog onClose={() => setDialog(null)} refetch={keys.refetch} />}
      {dialog !== null && dialog !== "new" && (
        <RevokeKeyDialog apiKey={dialog} onClose={() => setDialog(null)} refetch={keys.refetch} />
      )}
    </Page>
  );
}

function summaryText(keys: number): string {
  if (keys === 0) return texts.summaryNone;
  return keys === 1 ? texts.summaryOne : format(texts.summary, { keys });
}

interface KeyTablesProps {
  keys: readonly ApiKey[];
  refetch: () => Promise<void>;
  onRevoke: (key: ApiKey) => void;
}

function KeyTables({ keys, refetch, onRevoke }: KeyTablesProps) {
  const viewer = useViewer();
  const columns: Column<ApiKey>[] = [
    { key: "name", header: texts.name, cell: ({ name }) => <strong class="api-keys-name">{name}</strong> },
    { key: "start", header: texts.start, hideOrder: 1, cell: ({ prefix }) => <code>{prefix}…</code> },
    { key: "permissions", header: texts.permissions, width: "50%", cell: (key) => <KeyPermissions apiKey={key} /> },
    { key: "by", header: texts.by, cell: ({ by }) => by ?? <span class="cb-muted">{texts.nobody}</span> },
  ];
  const actionsColumn: Column<ApiKey> = {
    key: "revoke",
    header: <span class="cb-visually-hidden">{texts.revoke}</span>,
    align: "end",
    cell: (key) =>
      key.ofOperator ? (
        <span class="cb-muted" title={texts.ofCallboardWhy}>
          {texts.ofCallboard}
        </span>
      ) : (
        <span class="api-keys-actions">
          {/* The person responsible lost permissions, and the key with them: somebody else can become responsible. */}
          {key.lost.length > 0 && <TakeOverButton apiKey={key} refetch={refetch} />}
          <PermissionButton
            permission="take rights away"
            size="small"
            aria-label={format(texts.revokeOf, { name: key.name })}
            onClick={() => onRevoke(key)}
          >
            {texts.revoke}
          </PermissionButton>
        </span>
      ),
  };
  const revokedColumn: Column<ApiKey> = {
    key: "on",
    header: texts.revokedTitle,
    align: "end",
    cell: ({ revokedAt }) => (revokedAt === null ? null : fullDate(revokedAt, viewer)),
  };
  const activeKeys = keys.filter(({ revokedAt }) => revokedAt === null);
  const revokedKeys = keys.filter(({ revokedAt }) => revokedAt !== null);
  const rowKey = ({ id }: ApiKey) => id;
  return (
    <>
      <Card flush>
        <Table
          caption={texts.caption}
          columns={[...columns, actionsColumn]}
          rows={activeKeys}
          rowKey={rowKey}
          empty={<EmptyState icon="key" sentence={texts.empty} />}
        />
      </Card>
      {revokedKeys.length > 0 && (
        <Card title={texts.revokedTitle} flush>
          <Table
            caption={texts.revokedTitle}
            columns={[...columns, revokedColumn]}
            rows={revokedKeys}
            rowKey={rowKey}
          />
        </Card>
      )}
    </>
  );
}
