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
const STATES = ["done", "skipped", "failed", "left"] as const satisfies State[];
const LOOKS: Record<State, { shape: Shape; tone: Tone | Color }> = {
  left: { shape: "ring", tone: "slate" },
  done: { shape: "disc", tone: "good" },
  skipped: { shape: "half", tone: "warn" },
  failed: { shape: "square", tone: "bad" },
};

/** The items by outcome, each with its reason. Opens at the failures, if there are any. */
export function RunItems({ run }: { run: Run }) {
  const viewer = useViewer();
  const { counts, state } = run;
  const proposed = state === "proposed";
  const [first] = useState<Tab>(() =>
    counts.failed > 0 && state !== "running" ? "failed" : proposed ? "left" : "all",
  );
  const chosen = parseTab(route.value.query["state"]) ?? first;
  const tabs = (proposed ? (["failed", "left"] as const) : (["all", ...STATES] as const)).map((id) => ({
    id,
    label: labelOf(id, proposed),
    // Once a run has started, the counts are shown above.
    ...(proposed && id !== "all" ? { count: countText(counts[id], viewer.locale) } : {}),
  }));
  return (
    <Tabs label={texts.items} tabs={tabs} selected={chosen} onSelect={(id) => setQuery({ state: id })}>
      <Items key={chosen} run={run} state={chosen} viewer={viewer} />
    </Tabs>
  );
}

type Tab = State | "all";
const parseTab = (asked: string | undefined): Tab | undefined =>
  (["all", ...STATES] as const).find((id) => id === asked);

function labelOf(tab: Tab, proposed: boolean): string {
  if (tab === "all") return texts.all;
  if (proposed) return tab === "failed" ? texts.refused : texts.readyTab;
  return texts.itemStates[tab];
}

function Items({ run, state, viewer }: { run: Run; state: Tab; viewer: Viewer }) {
  const proposed = run.state === "proposed";
  const columns = useMemo(() => columnsFor(proposed, state, viewer, run), [proposed, state, viewer, run.what]);
  const words = route.value.query["words"] ?? "";
  const list = useList<Row>({
    room: "run lines",
    kinds: ["run"],
    key: `${state} ${words}`,
    load: async (after, limit) => {
      const only = state === "all" ? {} : { state };
      const asked = { run: run.id, ...only, words, after: after === null ? null : Number(after), limit };
      const { items, next, now } = await api().runs.items.query(asked);
      const rows = items.map((item) => ({ ...item, id: `${item.n}` }));
      return { rows, next: next === null ? null : `${next}`, total: null, now };
    },
  });
  return (
    <>
      {(words !== "" || run.counts.total > SEARCH_FROM) && (
        <div class="run-search">
          <SearchBox label={texts.search} words={words} onWords={(next) => setQuery({ words: next })} />
        </div>
      )}
      <ListTable
        list={list}
        loading={texts.loadingItems}
        caption={texts.itemsCaption}
        columns={columns}
        rowName={({ about }) => about}
        query={words === "" ? {} : { words }}
        empty={<p class="run-none cb-quiet">{texts.itemsNone}</p>}
      />
    </>
  );
}

function columnsFor(proposed: boolean, tab: Tab, viewer: Viewer, run: Run): Column<Row>[] {
  const ofRecords = runTexts(run) !== null;
  const whole = hasSentenceLines(run);
  const columns: Column<Row>[] = [
    { key: "n", head: texts.line, align: "end", width: "72px", cell: ({ n }) => <span class="cb-quiet">{n}</span> },
    {
      key: "about",
      head: whole ? texts.aboutWhole : ofRecords ? texts.aboutRecord : texts.about,
      width: whole ? "44%" : ofRecords ? "34%" : "20%",
      cell: ({ about }) => (
        <span class="run-about" data-whole={whole || undefined}>
          {about}
        </span>
      ),
    },
  ];
  if (tab === "all") columns.push({ key: "state", head: texts.outcome, width: "110px", cell: outcomeCell });
  columns.push({ key: "reason", head: texts.reason, cell: ({ reason }) => <Reason reason={reason} /> });
  if (!proposed)
    columns.push({
      key: "at",
      head: texts.at,
      align: "end",
      cell: ({ at }) => <span class="cb-quiet">{at === null ? "—" : dayAndTime(at, viewer)}</span>,
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
  <span class="run-reason">{reason ?? <span class="cb-quiet">—</span>}</span>
);
