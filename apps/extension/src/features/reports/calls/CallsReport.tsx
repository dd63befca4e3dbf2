import { CALL_REPORTS, type CallReport } from "@callboard/domain/reports/callTypes";
import { Card } from "@callboard/ui/Card";
import { EmptyState } from "@callboard/ui/EmptyState";
import { Icon } from "@callboard/ui/Icon";
import { Menu } from "@callboard/ui/Menu";
import { type Outputs, api } from "../../../data/api.ts";
import { countText } from "../../../shared/countText.ts";
import { download } from "../../../shared/download.ts";
import type { ListPage } from "../../../shared/list/createList.ts";
import { ListFoot } from "../../../shared/list/ListFoot.tsx";
import { useList } from "../../../shared/list/useList.ts";
import { Loaded } from "../../../shared/page/Loaded.tsx";
import { Page } from "../../../shared/page/Page.tsx";
import { route, setQuery } from "../../../shared/route.ts";
import { useTimedRefetch } from "../../../shared/useTimedRefetch.ts";
import { useViewer } from "../../../shared/viewer.ts";
import { reports } from "../../../texts/en/reports.ts";
import { format } from "../../../texts/format.ts";
import { BarPlot } from "../BarPlot.tsx";
import { KeptSince, ReportActions, useReportSummary } from "../reportParts.tsx";
import { ReportTabs } from "../ReportTabs.tsx";
import { useReportQuery } from "../reportQuery.ts";
import { ReportTools } from "../ReportTools.tsx";
import { type CallRow, callParts, rowTitle } from "./callReportRows.ts";
import { CallsTable } from "./CallsTable.tsx";

const texts = reports.calls;

type CallsPage = ListPage<CallRow> & Omit<Outputs["reports"]["calls"], "rows">;

/** Offered, answered and missed calls by agent, queue, number, source or day; one's own line alone for agents. */
export function CallsReport({ isOwn }: { isOwn: boolean }) {
  const query = useReportQuery();
  const { period, view } = query;
  const asked = CALL_REPORTS.find((one) => one === route.value.query["by"]) ?? "agent";
  const by: CallReport = isOwn ? "agent" : asked;
  const list = useList<CallRow, CallsPage>({
    page: "reports",
    kinds: ["call", "phone", "account", "number", "source", "queue"],
    key: JSON.stringify(["calls", period, by]),
    load: async (after, limit) => api().reports.calls.query({ ...period, by, after, limit }),
  });
  useTimedRefetch(list, null);
  const page = list.visible;
  const summary = useReportSummary(page);
  const name = format(texts.csvName, { ...period, name: texts.names[by] });
  return (
    <Page
      title={isOwn ? texts.own : texts.title}
      summary={summary}
      action={<ReportActions onCsv={() => void download("/export/calls.csv", { ...period, by }, name)} />}
    >
      <ReportTabs selected="calls">
        <ReportTools query={query}>{!isOwn && <GroupMenu by={by} />}</ReportTools>
        <Loaded resource={{ ...list, data: { value: page } }} label={texts.loading} lines={8}>
          {(answer) =>
            answer.rows.length === 0 ? (
              <Card>
                <EmptyState icon="phone-call" sentence={texts.empty} />
              </Card>
            ) : (
              <div class="time-report">
                <KeptSince day={answer.keptSince} />
                <CallFigures page={answer} by={answer.by} view={view} />
                <ListFoot list={list} page={answer} />
              </div>
            )
          }
        </Loaded>
      </ReportTabs>
    </Page>
  );
}

function GroupMenu({ by }: { by: CallReport }) {
  return (
    <Menu
      label={format(texts.grouped, { name: texts.names[by] })}
      entries={CALL_REPORTS.map((id) => ({
        id,
        label: format(texts.by, { name: texts.names[id] }),
        checked: id === by,
        onSelect: () => setQuery({ by: id === "agent" ? "" : id }),
      }))}
    >
      {format(texts.by, { name: texts.names[by] })}
      <Icon name="chevron-down" size={14} />
    </Menu>
  );
}

function CallFigures({
  page: { rows, totals },
  by,
  view,
}: {
  page: CallsPage;
  by: CallReport;
  view: "plot" | "table";
}) {
  const { language } = useViewer();
  const titled = rows.map((row) => ({ id: row.id, title: rowTitle(row, by, language), sums: row }));
  if (view === "table") return <CallsTable by={by} rows={titled} totals={totals} />;
  return (
    <BarPlot
      legend={callParts(totals)}
      note={by === "agent" ? texts.agentNote : by === "queue" ? texts.queueNote : texts.note}
      show={(count) => countText(count, language)}
      rows={titled.map(({ id, title, sums }) => ({
        id,
        title,
        href: null,
        parts: callParts(sums),
        total: sums.offered + sums.refused,
      }))}
    />
  );
}
