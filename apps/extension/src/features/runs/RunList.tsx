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

/** All runs, such as imports and bulk changes of numbers, newest first. */
export function RunList() {
  const viewer = useViewer();
  const list = useList<Row>({
    page: "runs",
    kinds: ["run"],
    key: "",
    load: async (after, limit) => {
      const { runs, next, now } = await api().runs.list.query({ after, limit: Math.min(PAGE_SIZE_MAX, limit) });
      return { rows: runs, next, total: null, now };
    },
  });
  return (
    <Page title={texts.title} summary={texts.summary}>
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

const runColumns = ({ zone, language }: Viewer): Column<Row>[] => [
  { key: "name", header: texts.name, width: "100%", cell: (run) => <span class="run-name">{runTitle(run)}</span> },
  { key: "state", header: texts.status, cell: ({ state }) => <RunState state={state} /> },
  {
    key: "progress",
    header: texts.progress,
    align: "end",
    cell: (run) =>
      format(texts.progressText, {
        done: countText(finishedCount(run), language),
        total: countText(run.counts.total, language),
      }),
  },
  {
    key: "failed",
    header: texts.failed,
    align: "end",
    cell: ({ counts }) =>
      counts.failed === 0 ? <span class="cb-muted">0</span> : <b>{countText(counts.failed, language)}</b>,
  },
  { key: "by", header: texts.by, hideOrder: 1, cell: ({ responsible }) => responsible ?? texts.system },
  {
    key: "when",
    header: texts.when,
    hideOrder: 2,
    cell: ({ startedAt, proposedAt }) => (
      <span class="cb-muted">
        <When at={startedAt ?? proposedAt} now={serverNow} zone={zone} language={language} />
      </span>
    ),
  },
];
