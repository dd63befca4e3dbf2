import { Button } from "@callboard/ui/Button";
import { EmptyState } from "@callboard/ui/EmptyState";
import { api } from "../../api.ts";
import type { Stretch } from "../../list/createLog.ts";
import { LogFoot } from "../../list/LogFoot.tsx";
import { NewsBar } from "../../list/NewsBar.tsx";
import { useResource } from "../../resource.ts";
import { ask, place } from "../../route.ts";
import { Loaded } from "../../shell/Loaded.tsx";
import { Page } from "../../shell/Page.tsx";
import { useViewer } from "../../shell/viewer.ts";
import { ZoneNote } from "../../shell/ZoneNote.tsx";
import { history as texts } from "../../texts/en/history.ts";
import { list as listTexts } from "../../texts/en/list.ts";
import { shell } from "../../texts/en/shell.ts";
import { say } from "../../texts/say.ts";
import { askedOf, isNarrowed, NOTHING, type Query } from "./asked.ts";
import { BatchNote } from "./BatchNote.tsx";
import { ChangeDays } from "./ChangeDays.tsx";
import { Expiring } from "./Expiring.tsx";
import { HistoryActions, HistoryProof, useProof } from "./HistoryActions.tsx";
import { HistoryFilters } from "./HistoryFilters.tsx";
import { seesAll } from "./seesAll.ts";
import { SinceLooked } from "./SinceLooked.tsx";
import { type Change, type ShownChanges, useChanges } from "./useChanges.ts";
import { useUnread } from "./useUnread.ts";
import "./ChangeHistory.css";

/** The account's one log, or what was changed about oneself. */
export function ChangeHistory() {
  const { account } = useViewer();
  return seesAll(account) ? <All /> : <Own />;
}

function All() {
  const { account, zone } = useViewer();
  const { query } = place.value;
  const asked = askedOf(query, zone);
  const filters = useResource(["member"], () => api().history.filters.query());
  const changes = useChanges(asked, zone, false);
  const proof = useProof();
  const news = useUnread();
  const recordName = query["id"] ? (changes.shown?.rows.find(({ id }) => id === query["id"])?.title ?? null) : null;
  return (
    <Page
      title={shell.rooms.history}
      state={<SinceLooked news={news} otherwise={say(texts.stateAll, { account: account.name })} />}
      action={<HistoryActions asked={asked} proof={proof} />}
    >
      <HistoryProof proof={proof} />
      <Expiring />
      <HistoryFilters query={query} filters={filters.data.value} recordName={recordName} />
      {asked.log !== "history" && <p class="cb-quiet">{texts.activity}</p>}
      {query["batch"] && <BatchNote batch={query["batch"]} />}
      <Log changes={changes} query={query} since={sinceOf(news)} own={false} />
    </Page>
  );
}

function Own() {
  const { account, zone } = useViewer();
  const changes = useChanges({ log: "history" }, zone, true);
  const news = useUnread();
  return (
    <Page
      title={shell.rooms.history}
      state={<SinceLooked news={news} otherwise={say(texts.stateOwn, { account: account.name })} />}
    >
      <Log changes={changes} query={{}} since={sinceOf(news)} own />
    </Page>
  );
}

const sinceOf = ({ unread }: ReturnType<typeof useUnread>) => unread.data.value?.since ?? null;

interface LogProps {
  changes: ShownChanges;
  query: Query;
  since: number | null;
  own: boolean;
}

function Log({ changes, query, since, own }: LogProps) {
  const narrowed = isNarrowed(query);
  const inBatch = query["batch"] !== undefined;
  return (
    <Loaded of={{ ...changes, data: { value: changes.shown } }} label={texts.loading}>
      {(page) => (
        <div class="log" aria-busy={changes.waiting || undefined}>
          <NewsBar news={changes.news.value} words={texts.news} onShow={changes.showNews} />
          {page.rows.length === 0 && page.lookedTo === null && <None own={own} narrowed={narrowed} />}
          <ChangeDays rows={page.rows} since={since} own={own} inBatch={inBatch} onOpen={changes.opened} />
          <LogFoot log={changes} page={page} end={narrowed ? texts.endMatch : texts.end} />
          {hasTimes(page) && <ZoneNote />}
        </div>
      )}
    </Loaded>
  );
}

const hasTimes = ({ rows, lookedTo }: Stretch<Change>) => rows.length > 0 || lookedTo !== null;

function None({ own, narrowed }: { own: boolean; narrowed: boolean }) {
  if (!narrowed) return <EmptyState icon="history" sentence={own ? texts.emptyOwn : texts.empty} />;
  return (
    <EmptyState
      icon="filter"
      sentence={texts.noMatch}
      action={<Button onClick={() => ask(NOTHING)}>{listTexts.clearAll}</Button>}
    />
  );
}
