import { Card } from "@callboard/ui/Card";
import { EmptyState } from "@callboard/ui/EmptyState";
import { type Outputs, api } from "../../data/api.ts";
import { download } from "../../shared/download.ts";
import type { ListPage } from "../../shared/list/createList.ts";
import { ListFoot } from "../../shared/list/ListFoot.tsx";
import { useList } from "../../shared/list/useList.ts";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { Page } from "../../shared/page/Page.tsx";
import { href, queryString, route } from "../../shared/route.ts";
import { useTimedRefetch } from "../../shared/useTimedRefetch.ts";
import { reports as texts } from "../../texts/en/reports.ts";
import { format } from "../../texts/format.ts";
import { KeptSince, ReportActions, useReportSummary } from "./reportParts.tsx";
import { useReportQuery } from "./reportQuery.ts";
import { WaitingCorrections } from "./corrections/WaitingCorrections.tsx";
import { ReportTabs } from "./ReportTabs.tsx";
import { ReportTools } from "./ReportTools.tsx";
import { TimePlot } from "./TimePlot.tsx";
import { TimeTable } from "./TimeTable.tsx";

type TeamTime = Outputs["reports"]["team"];
type Row = TeamTime["rows"][number] & { id: string };
type TeamPage = ListPage<Row> & Omit<TeamTime, "rows">;

/** Everybody's time in each status; an agent's name leads to their days. */
export function TeamReport() {
  const query = useReportQuery();
  const { period, view } = query;
  const list = useList<Row, TeamPage>({
    page: "reports",
    kinds: ["status", "account", "member", "correction"],
    key: JSON.stringify(period),
    load: async (after, limit) => {
      const { rows, ...page } = await api().reports.team.query({ ...period, after, limit });
      return { ...page, rows: rows.map((row) => ({ ...row, id: row.person })) };
    },
  });
  useTimedRefetch(list, null);
  const page = list.visible;
  const summary = useReportSummary(page);
  const name = format(texts.csvName, period);
  return (
    <Page
      title={texts.title}
      summary={summary}
      action={<ReportActions onCsv={() => void download("/export/time.csv", { ...period }, name)} />}
    >
      <ReportTabs selected="time">
        <ReportTools query={query} />
        <WaitingCorrections />
        <Loaded resource={{ ...list, data: { value: page } }} label={texts.loading} lines={8}>
          {(answer) =>
            answer.rows.length === 0 ? (
              <Card>
                <EmptyState icon="clock" sentence={texts.empty} />
              </Card>
            ) : (
              <div class="time-report">
                <KeptSince day={answer.keptSince} />
                <TeamFigures page={answer} view={view} />
                <ListFoot list={list} page={answer} />
              </div>
            )
          }
        </Loaded>
      </ReportTabs>
    </Page>
  );
}

function TeamFigures({ page, view }: { page: TeamPage; view: "plot" | "table" }) {
  const { statuses, totals } = page;
  const search = queryString(route.value.query);
  const rows = page.rows.map(({ id, name, sums }) => ({ id, title: name, sums, href: href("reports", id) + search }));
  if (view === "plot") return <TimePlot statuses={statuses} rows={rows} totals={{ sums: totals }} />;
  return (
    <TimeTable
      caption={texts.tableCaption}
      header={texts.agent}
      statuses={statuses}
      rows={rows}
      total={texts.allAgents}
      totals={{ sums: totals }}
    />
  );
}
