import { Card } from "@callboard/ui/Card";
import { EmptyState } from "@callboard/ui/EmptyState";
import type { Column } from "@callboard/ui/Table";
import { When } from "@callboard/ui/When";
import { type Outputs, api } from "../../data/api.ts";
import { serverNow } from "../../data/clock.ts";
import { ListTable } from "../../shared/list/ListTable.tsx";
import { useList } from "../../shared/list/useList.ts";
import { href } from "../../shared/route.ts";
import { countText } from "../../shared/countText.ts";
import { Page } from "../../shared/page/Page.tsx";
import { useViewer, type Viewer } from "../../shared/viewer.ts";
import { runs as texts } from "../../texts/en/runs.ts";
import { format } from "../../texts/format.ts";
import { RunState } from "./RunState.tsx";
import { finishedCount, runTitle } from "./runText.ts";
import "./Runs.css";

type Row = Outputs["runs"]["list"]["runs"][number];
/** The most rows that the procedure returns at once. */
const PAGE_SIZE_MAX = 100;

/** Bulk changes of numbers, newest first. */
export function RunList() {
  const viewer = useViewer();
  const list = useList<Row>({
    room: "runs",
    kinds: ["run"],
    key: "",
    load: async (after, limit) => {
      const { runs, next, now } = await api().runs.list.query({ after, limit: Math.min(PAGE_SIZE_MAX, limit) });
      return { rows: runs, next, total: null, now };
    },
  });
  return (
    <Page title={texts.title} state={texts.state}>
      <ListTable
        list={list}
        loading={texts.loading}
        caption={texts.caption}
        columns={runColumns(viewer)}
        rowHref={({ id }) => href("runs", id)}
        rowName={runTitle}
        query={{}}
        empty={
          <Card>
            <EmptyState icon="play" sentence={texts.empty} action={<a href={href("numbers")}>{texts.toNumbers}</a>} />
          </Card>
        }
      />
    </Page>
  );
}

const runColumns = ({ zone, locale }: Viewer): Column<Row>[] => [
  { key: "name", head: texts.name, width: "100%", cell: (run) => <span class="run-name">{runTitle(run)}</span> },
  { key: "state", head: texts.status, cell: ({ state }) => <RunState state={state} /> },
  {
    key: "progress",
    head: texts.progress,
    align: "end",
    cell: (run) =>
      format(texts.far, { done: countText(finishedCount(run), locale), total: countText(run.counts.total, locale) }),
  },
  {
    key: "failed",
    head: texts.failed,
    align: "end",
    cell: ({ counts }) =>
      counts.failed === 0 ? <span class="cb-quiet">0</span> : <b>{countText(counts.failed, locale)}</b>,
  },
  { key: "by", head: texts.by, spare: 1, cell: ({ by }) => by ?? texts.system },
  {
    key: "when",
    head: texts.when,
    spare: 2,
    cell: ({ startedAt, proposedAt }) => (
      <span class="cb-quiet">
        <When at={startedAt ?? proposedAt} now={serverNow} zone={zone} locale={locale} />
      </span>
    ),
  },
];
