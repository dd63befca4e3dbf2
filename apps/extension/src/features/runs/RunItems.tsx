import { type Shape, StatusShape } from "@callboard/ui/StatusShape";
import type { Column } from "@callboard/ui/Table";
import { Tabs } from "@callboard/ui/Tabs";
import type { Tone, Color } from "@callboard/ui/tone";
import { useMemo, useState } from "preact/hooks";
import { type Outputs, api } from "../../data/api.ts";
import { ListTable } from "../../shared/list/ListTable.tsx";
import { SearchBox } from "../../shared/list/SearchBox.tsx";
import { useList } from "../../shared/list/useList.ts";
import { setQuery, route } from "../../shared/route.ts";
import { countText } from "../../shared/countText.ts";
import { dayAndTime } from "../../shared/timeText.ts";
import { useViewer, type Viewer } from "../../shared/viewer.ts";
import { runs as texts } from "../../texts/en/runs.ts";
import { type Run, hasSentenceLines, runTexts } from "./runText.ts";

type Item = Outputs["runs"]["items"]["items"][number];
type Row = Item & { id: string };
type State = Item["state"];

/** Shorter lists get no search box. */
const SEARCH_FROM = 50;
const STATES = ["done", "skipped", "failed", "pending"] as const satisfies State[];
const LOOKS: Record<State, { shape: Shape; tone: Tone | Color }> = {
  pending: { shape: "ring", tone: "slate" },
  done: { shape: "disc", tone: "good" },
  skipped: { shape: "half", tone: "warn" },
  failed: { shape: "square", tone: "bad" },
};

/** The items by outcome, each with its reason. Opens at the failures, if there are any. */
export function RunItems({ run }: { run: Run }) {
  const viewer = useViewer();
  const { counts, state } = run;
  const isProposed = state === "proposed";
  const [initialTab] = useState<Tab>(() =>
    counts.failed > 0 && state !== "running" ? "failed" : isProposed ? "pending" : "all",
  );
  const selectedTab = parseTab(route.value.query["state"]) ?? initialTab;
  const tabs = (isProposed ? (["failed", "pending"] as const) : (["all", ...STATES] as const)).map((id) => ({
    id,
    label: labelOf(id, isProposed),
    // Once a run has started, the counts are shown above.
    ...(isProposed && id !== "all" ? { count: countText(counts[id], viewer.language) } : {}),
  }));
  return (
    <Tabs label={texts.items} tabs={tabs} selected={selectedTab} onSelect={(id) => setQuery({ state: id })}>
      <Items key={selectedTab} run={run} state={selectedTab} viewer={viewer} />
    </Tabs>
  );
}

type Tab = State | "all";
const parseTab = (text: string | undefined): Tab | undefined => (["all", ...STATES] as const).find((id) => id === text);

function labelOf(tab: Tab, isProposed: boolean): string {
  if (tab === "all") return texts.all;
  if (isProposed) return tab === "failed" ? texts.refused : texts.readyTab;
  return texts.itemStates[tab];
}

function Items({ run, state, viewer }: { run: Run; state: Tab; viewer: Viewer }) {
  const isProposed = run.state === "proposed";
  const columns = useMemo(() => columnsFor(isProposed, state, viewer, run), [isProposed, state, viewer, run.type]);
  const search = route.value.query["search"] ?? "";
  const list = useList<Row>({
    page: "run lines",
    kinds: ["run"],
    key: `${state} ${search}`,
    load: async (after, limit) => {
      const stateFilter = state === "all" ? {} : { state };
      const input = { run: run.id, ...stateFilter, search, after: after === null ? null : Number(after), limit };
      const { items, next, now } = await api().runs.items.query(input);
      const rows = items.map((item) => ({ ...item, id: `${item.n}` }));
      return { rows, next: next === null ? null : `${next}`, total: null, now };
    },
  });
  return (
    <>
      {(search !== "" || run.counts.total > SEARCH_FROM) && (
        <div class="run-search">
          <SearchBox label={texts.search} value={search} onChange={(next) => setQuery({ search: next })} />
        </div>
      )}
      <ListTable
        list={list}
        loading={texts.loadingItems}
        caption={texts.itemsCaption}
        columns={columns}
        rowName={({ about }) => about}
        query={search === "" ? {} : { search }}
        empty={<p class="run-none cb-muted">{texts.itemsNone}</p>}
      />
    </>
  );
}

function columnsFor(isProposed: boolean, tab: Tab, viewer: Viewer, run: Run): Column<Row>[] {
  // Runs on numbers show a number in this column; others show the name of a record, which is longer.
  const isOnRecords = runTexts(run) !== null;
  const hasSentences = hasSentenceLines(run);
  const columns: Column<Row>[] = [
    { key: "n", header: texts.line, align: "end", width: "72px", cell: ({ n }) => <span class="cb-muted">{n}</span> },
    {
      key: "about",
      header: hasSentences ? texts.aboutWhole : isOnRecords ? texts.aboutRecord : texts.about,
      width: hasSentences ? "44%" : isOnRecords ? "34%" : "20%",
      cell: ({ about }) => (
        <span class="run-about" data-whole={hasSentences || undefined}>
          {about}
        </span>
      ),
    },
  ];
  if (tab === "all") columns.push({ key: "state", header: texts.outcome, width: "110px", cell: outcomeCell });
  columns.push({ key: "reason", header: texts.reason, cell: ({ reason }) => <Reason reason={reason} /> });
  if (!isProposed)
    columns.push({
      key: "at",
      header: texts.at,
      align: "end",
      cell: ({ at }) => <span class="cb-muted">{at === null ? "—" : dayAndTime(at, viewer)}</span>,
    });
  return columns;
}

const outcomeCell = ({ state }: Row) => (
  <span class="run-state">
    <StatusShape {...LOOKS[state]} size={10} />
    {texts.itemStates[state]}
  </span>
);

/** Sentences may be long, so they wrap rather than being cut off. */
const Reason = ({ reason }: { reason: string | null }) => (
  <span class="run-reason">{reason ?? <span class="cb-muted">—</span>}</span>
);
