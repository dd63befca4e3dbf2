import { Button } from "@callboard/ui/Button";
import { EmptyState } from "@callboard/ui/EmptyState";
import { api } from "../../data/api.ts";
import type { LogPage } from "../../shared/list/createLog.ts";
import { LogFoot } from "../../shared/list/LogFoot.tsx";
import { NewEntriesBar } from "../../shared/list/NewEntriesBar.tsx";
import { useResource } from "../../data/liveResource.ts";
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
  const filter = historyFilterOf(query, zone);
  const options = useResource(["member"], () => api().history.filters.query());
  const changes = useChanges(filter, zone, false);
  const verification = useVerification();
  const unread = useUnread();
  const recordName = query["id"] ? (changes.visible?.rows.find(({ id }) => id === query["id"])?.title ?? null) : null;
  return (
    <Page
      title={shell.pages.history}
      summary={<UnreadChanges unread={unread} fallback={format(texts.summaryAll, { account: account.name })} />}
      action={<HistoryActions filter={filter} verification={verification} />}
    >
      <VerificationResult verification={verification} />
      <ExpiringNotice />
      <HistoryFilters query={query} options={options.data.value} recordName={recordName} />
      {filter.log !== "history" && <p class="cb-muted">{texts.activity}</p>}
      {query["batch"] && <BatchNote batch={query["batch"]} />}
      <ChangeLog changes={changes} query={query} lastRead={lastReadChange(unread)} isOwnOnly={false} />
    </Page>
  );
}

function OwnChanges() {
  const { account, zone } = useViewer();
  const changes = useChanges({ log: "history" }, zone, true);
  const unread = useUnread();
  return (
    <Page
      title={shell.pages.history}
      summary={<UnreadChanges unread={unread} fallback={format(texts.summaryOwn, { account: account.name })} />}
    >
      <ChangeLog changes={changes} query={{}} lastRead={lastReadChange(unread)} isOwnOnly />
    </Page>
  );
}

const lastReadChange = ({ unread }: ReturnType<typeof useUnread>) => unread.data.value?.readUpTo ?? null;

interface ChangeLogProps {
  changes: ChangesModel;
  query: Query;
  /** The number of the last change that the reader has seen; null while it loads. */
  lastRead: number | null;
  isOwnOnly: boolean;
}

function ChangeLog({ changes, query, lastRead, isOwnOnly }: ChangeLogProps) {
  const filtered = isFiltered(query);
  const inBatch = query["batch"] !== undefined;
  return (
    <Loaded resource={{ ...changes, data: { value: changes.visible } }} label={texts.loading}>
      {(page) => (
        <div class="log" aria-busy={changes.isOutdated || undefined}>
          <NewEntriesBar newEntries={changes.newEntries.value} texts={texts.news} onShow={changes.showNewEntries} />
          {page.rows.length === 0 && page.searchedTo === null && (
            <NoChanges isOwnOnly={isOwnOnly} filtered={filtered} />
          )}
          <ChangeDays
            rows={page.rows}
            lastRead={lastRead}
            isOwnOnly={isOwnOnly}
            inBatch={inBatch}
            onOpen={changes.rememberOpened}
          />
          <LogFoot log={changes} page={page} end={filtered ? texts.endMatch : texts.end} />
          {hasTimes(page) && <ZoneNote />}
        </div>
      )}
    </Loaded>
  );
}

/** Without changes, the foot names how far back the search has come, if it hasn't seen every change yet. */
const hasTimes = ({ rows, searchedTo }: LogPage<Change>) => rows.length > 0 || searchedTo !== null;

function NoChanges({ isOwnOnly, filtered }: { isOwnOnly: boolean; filtered: boolean }) {
  if (!filtered) return <EmptyState icon="history" sentence={isOwnOnly ? texts.emptyOwn : texts.empty} />;
  return (
    <EmptyState
      icon="filter"
      sentence={texts.noMatch}
      action={<Button onClick={() => setQuery(NO_FILTER)}>{listTexts.clearAll}</Button>}
    />
  );
}
