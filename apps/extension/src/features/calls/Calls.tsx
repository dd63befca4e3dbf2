import { Card } from "@callboard/ui/Card";
import { EmptyState } from "@callboard/ui/EmptyState";
import { Table } from "@callboard/ui/Table";
import { useMemo } from "preact/hooks";
import { api } from "../../data/api.ts";
import { type Resource, useResource } from "../../data/liveResource.ts";
import { ListTable } from "../../shared/list/ListTable.tsx";
import { useList } from "../../shared/list/useList.ts";
import { href } from "../../shared/route.ts";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { Page } from "../../shared/page/Page.tsx";
import { mayOpen, useViewer } from "../../shared/viewer.ts";
import { ZoneNote } from "../../shared/page/ZoneNote.tsx";
import { calls as texts } from "../../texts/en/calls.ts";
import { lastColumns, progressColumns } from "./callColumns.tsx";
import { type Call, callsSummary } from "./callText.ts";
import { useVisibleRefetch } from "./useVisibleRefetch.ts";
import "./Calls.css";

interface CallsNow {
  inProgress: readonly Call[];
  now: number;
}

/** A call in progress is no record that the feed reports, so it is read again while somebody looks. */
const REFETCH_MS = 3000;
/** With no call in progress, for one that rings no agent's phone: those of agents come by the feed. */
const QUIET_REFETCH_MS = 15_000;

/** The account's calls: those in progress, and below them the last ones with what became of them. */
export function Calls() {
  const current = useResource<CallsNow>(["call", "phone"], () => api().calls.list.query({ limit: 1 }));
  const inProgress = current.data.value?.inProgress;
  useVisibleRefetch(current, inProgress?.length ? REFETCH_MS : QUIET_REFETCH_MS);
  const list = useList<Call>({
    page: "calls",
    kinds: ["call"],
    key: "",
    load: async (after, limit) => {
      const { calls, next, now } = await api().calls.list.query({ after, limit });
      return { rows: calls, next, total: null, now };
    },
  });
  const { zone, language } = useViewer();
  const columns = useMemo(() => lastColumns({ zone, language }), [zone, language]);
  const hasNone = list.visible?.rows.length === 0 && inProgress?.length === 0;
  return (
    <Page title={texts.title} summary={inProgress && callsSummary(inProgress.length)}>
      {!hasNone && <InProgressCard current={current} />}
      {!hasNone && <h2>{texts.last}</h2>}
      <ListTable
        list={list}
        loading={texts.loading}
        caption={texts.lastCaption}
        columns={columns}
        rowName={({ from }) => from}
        query={{}}
        empty={hasNone ? <NoCalls /> : <p class="cb-muted">{texts.lastNone}</p>}
      />
      {!hasNone && <ZoneNote />}
    </Page>
  );
}

function InProgressCard({ current }: { current: Resource<CallsNow> }) {
  const { zone, language } = useViewer();
  const columns = useMemo(() => progressColumns({ zone, language }), [zone, language]);
  return (
    <Card title={texts.inProgress} flush>
      <Loaded resource={current} label={texts.loading} lines={1}>
        {({ inProgress }) =>
          inProgress.length === 0 ? (
            <p class="call-none cb-muted">{texts.noneInProgress}</p>
          ) : (
            <Table caption={texts.inProgressCaption} columns={columns} rows={inProgress} rowKey={({ id }) => id} />
          )
        }
      </Loaded>
    </Card>
  );
}

function NoCalls() {
  const { account } = useViewer();
  const mayCreateKey = mayOpen(account, "manage the account");
  return (
    <Card>
      <EmptyState
        icon="phone-call"
        sentence={mayCreateKey ? texts.empty : texts.emptyReader}
        action={mayCreateKey && <a href={href("api-keys")}>{texts.toKeys}</a>}
      />
    </Card>
  );
}
