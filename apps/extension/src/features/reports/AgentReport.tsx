import { formatPlainDay, formatWeekdayDate } from "@callboard/domain/core/time";
import { Card } from "@callboard/ui/Card";
import { EmptyState } from "@callboard/ui/EmptyState";
import { useRef } from "preact/hooks";
import { type Outputs, api } from "../../data/api.ts";
import { useResource } from "../../data/liveResource.ts";
import { download } from "../../shared/download.ts";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { Page } from "../../shared/page/Page.tsx";
import { href, queryString, route } from "../../shared/route.ts";
import { useTimedRefetch } from "../../shared/useTimedRefetch.ts";
import { useViewer } from "../../shared/viewer.ts";
import { reports as texts } from "../../texts/en/reports.ts";
import { format } from "../../texts/format.ts";
import { CorrectionsCard } from "./corrections/CorrectionsCard.tsx";
import { CorrectTimeButton } from "./corrections/CorrectTimeButton.tsx";
import { ReportTabs } from "./ReportTabs.tsx";
import { KeptSince, ReportActions, useReportSummary } from "./reportParts.tsx";
import { useReportQuery } from "./reportQuery.ts";
import { ReportTools } from "./ReportTools.tsx";
import { TimePlot } from "./TimePlot.tsx";
import { TimeTable } from "./TimeTable.tsx";

type AgentTime = Outputs["reports"]["agent"];

interface AgentReportProps {
  person: string;
  /** The reader sees no other report: no way leads back to the team's. */
  isOnly?: boolean;
}

/** One agent's time in each status, day by day. */
export function AgentReport({ person, isOnly = false }: AgentReportProps) {
  const { me } = useViewer();
  const query = useReportQuery();
  const { first, last } = query.period;
  const load = () => api().reports.agent.query({ first, last, person });
  const resource = useResource(["status", "account", "correction"], load, [person, first, last]);
  useTimedRefetch(resource, null);
  // While another period loads, the last one stays.
  const latest = useRef<AgentTime | null>(null);
  const hasFailed = resource.failure.value !== null;
  latest.current = resource.data.value ?? (hasFailed ? null : latest.current);
  const answer = latest.current;
  const summary = useReportSummary(answer);
  const name = format(texts.csvAgentName, { first, last, name: answer?.name ?? "" });
  const back = { href: href("reports") + queryString(route.value.query), label: texts.agents };
  const isOwn = person === me.person.id;
  const body = (
    <>
      <ReportTools query={query} />
      <Loaded resource={{ ...resource, data: { value: answer } }} label={texts.loading} lines={8}>
        {(time) => (
          <div class="time-report">
            <KeptSince day={time.keptSince} />
            {time.days.length === 0 ? (
              <Card>
                <EmptyState icon="clock" sentence={texts.emptyAgent} />
              </Card>
            ) : (
              <AgentFigures time={time} view={query.view} />
            )}
            {time.corrections.length > 0 && <CorrectionsCard corrections={time.corrections} />}
          </div>
        )}
      </Loaded>
    </>
  );
  return (
    <Page
      title={isOwn ? texts.own : (answer?.name ?? texts.title)}
      summary={summary}
      {...(isOnly ? {} : { back })}
      action={
        <>
          {isOwn && <CorrectTimeButton />}
          <ReportActions onCsv={() => void download("/export/time-by-day.csv", { first, last, person }, name)} />
        </>
      }
    >
      {isOnly ? <ReportTabs selected="time">{body}</ReportTabs> : <div class="report-body">{body}</div>}
    </Page>
  );
}

function AgentFigures({ time: { days, statuses, totals }, view }: { time: AgentTime; view: "plot" | "table" }) {
  const { language } = useViewer();
  const rows = days.map(({ day, sums }) => ({
    id: day,
    title: formatPlainDay(day, language, formatWeekdayDate),
    sums,
    href: null,
  }));
  if (view === "plot") return <TimePlot statuses={statuses} rows={rows} totals={{ sums: totals }} />;
  return (
    <TimeTable
      caption={texts.dayCaption}
      header={texts.day}
      statuses={statuses}
      rows={rows}
      total={texts.allDays}
      totals={{ sums: totals }}
    />
  );
}
