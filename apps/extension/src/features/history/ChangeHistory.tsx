import { Button } from "@callboard/ui/Button";
import { EmptyState } from "@callboard/ui/EmptyState";
import { api } from "../../data/api.ts";
import type { LogPage } from "../../shared/list/createLog.ts";
import { LogFoot } from "../../shared/list/LogFoot.tsx";
import { NewEntriesBar } from "../../shared/list/NewEntriesBar.tsx";
import { useResource } from "../../data/resource.ts";
import { setQuery, route } from "../../shared/route.ts";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { Page } from "../../shared/page/Page.tsx";
import { useViewer } from "../../shared/viewer.ts";
import { ZoneNote } from "../../shared/page/ZoneNote.tsx";
import { history as texts } from "../../texts/en/history.ts";
import { list as listTexts } from "../../texts/en/shared/list.ts";
import { shell } from "../../texts/en/shell/shell.ts";
import { format } from "../../texts/format.ts";
import { historyFilterOf, isFiltered, NO_FILTER, type Query } from "./historyFilter.ts";
import { BatchNote } from "./BatchNote.tsx";
import { ChangeDays } from "./ChangeDays.tsx";
import { ExpiringNotice } from "./ExpiringNotice.tsx";
import { HistoryActions, VerificationResult, useVerification } from "./HistoryActions.tsx";
import { HistoryFilters } from "./HistoryFilters.tsx";
import { readsAllChanges } from "./readsAllChanges.ts";
import { UnreadChanges } from "./UnreadChanges.tsx";
import { type Change, type ChangesModel, useChanges } from "./useChanges.ts";
import { useUnread } from "./useUnread.ts";
import "./ChangeHistory.css";

/** The account's history, or only changes about the reader. */
export function ChangeHistory() {
  const { account } = useViewer();
  return readsAllChanges(account) ? <AllChanges /> : <OwnChanges />;
}

function AllChanges() {
  const { account, zone } = useViewer();
  const { query } = route.value;
  const asked = historyFilterOf(query, zone);
  const filters = useResource(["member"], () => api().history.filters.query());
  const changes = useChanges(asked, zone, false);
  const proof = useVerification();
  const news = useUnread();
  const recordName = query["id"] ? (changes.shown?.rows.find(({ id }) => id === query["id"])?.title ?? null) : null;
  return (
    <Page
      title={shell.rooms.history}
      state={<UnreadChanges news={news} otherwise={format(texts.stateAll, { account: account.name })} />}
      action={<HistoryActions asked={asked} proof={proof} />}
    >
      <VerificationResult proof={proof} />
      <ExpiringNotice />
      <HistoryFilters query={query} filters={filters.data.value} recordName={recordName} />
      {asked.log !== "history" && <p class="cb-quiet">{texts.activity}</p>}
      {query["batch"] && <BatchNote batch={query["batch"]} />}
      <ChangeLog changes={changes} query={query} since={lastReadChange(news)} own={false} />
    </Page>
  );
}

function OwnChanges() {
  const { account, zone } = useViewer();
  const changes = useChanges({ log: "history" }, zone, true);
  const news = useUnread();
  return (
    <Page
      title={shell.rooms.history}
      state={<UnreadChanges news={news} otherwise={format(texts.stateOwn, { account: account.name })} />}
    >
      <ChangeLog changes={changes} query={{}} since={lastReadChange(news)} own />
    </Page>
  );
}

const lastReadChange = ({ unread }: ReturnType<typeof useUnread>) => unread.data.value?.since ?? null;

interface ChangeLogProps {
  changes: ChangesModel;
  query: Query;
  since: number | null;
  own: boolean;
}

function ChangeLog({ changes, query, since, own }: ChangeLogProps) {
  const narrowed = isFiltered(query);
  const inBatch = query["batch"] !== undefined;
  return (
    <Loaded of={{ ...changes, data: { value: changes.shown } }} label={texts.loading}>
      {(page) => (
        <div class="log" aria-busy={changes.waiting || undefined}>
          <NewEntriesBar news={changes.news.value} words={texts.news} onShow={changes.showNews} />
          {page.rows.length === 0 && page.lookedTo === null && <NoChanges own={own} narrowed={narrowed} />}
          <ChangeDays rows={page.rows} since={since} own={own} inBatch={inBatch} onOpen={changes.opened} />
          <LogFoot log={changes} page={page} end={narrowed ? texts.endMatch : texts.end} />
          {hasTimes(page) && <ZoneNote />}
        </div>
      )}
    </Loaded>
  );
}

const hasTimes = ({ rows, lookedTo }: LogPage<Change>) => rows.length > 0 || lookedTo !== null;

function NoChanges({ own, narrowed }: { own: boolean; narrowed: boolean }) {
  if (!narrowed) return <EmptyState icon="history" sentence={own ? texts.emptyOwn : texts.empty} />;
  return (
    <EmptyState
      icon="filter"
      sentence={texts.noMatch}
      action={<Button onClick={() => setQuery(NO_FILTER)}>{listTexts.clearAll}</Button>}
    />
  );
}
