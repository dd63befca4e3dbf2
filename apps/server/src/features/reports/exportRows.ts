import type { Period } from "@callboard/domain/core/period";
import { reportColumns, type ReportRow } from "@callboard/domain/reports/columns";
import { formatHours, formatSeconds } from "@callboard/domain/reports/hours";
import { CALL_COLUMNS, CALL_TITLES } from "@callboard/domain/reports/callColumns";
import type { AgentTimeInput, CallReportInput } from "@callboard/domain/reports/schema";
import type * as z from "zod/mini";
import type { CsvColumn, CsvPage } from "../../files/csvWriter.ts";
import type { Scope } from "../../store/scope.ts";
import { readAgentTime } from "./agentTime.ts";
import { type CallReportRow, readCallReport } from "./callReport.ts";
import type { TimeView } from "./openTime.ts";
import { readTeamTime } from "./teamTime.ts";

/** A row of the file: an agent, a day, or the sum of all. */
interface FileRow extends ReportRow {
  title: string;
}

interface ReportFile<R> {
  name: string;
  columns: CsvColumn<R>[];
  readPage: (after: string | number | null) => Promise<CsvPage<R>>;
}
type TimeFile = ReportFile<FileRow>;

/** The columns of the table on the screen, recorded and corrected: hours and minutes, and how many promises were kept. */
const timeColumns = ({ statuses, zone }: TimeView, rowTitle: string): CsvColumn<FileRow>[] => [
  { title: `${rowTitle} (${zone})`, value: ({ title }) => title },
  ...reportColumns(statuses).flatMap(({ title, value, corrected, isTime }): CsvColumn<FileRow>[] => [
    { title, value: (row) => (isTime ? formatHours(value(row)) : value(row)) },
    ...(corrected ? [{ title: `${title} (corrected)`, value: (row: FileRow) => formatHours(corrected(row)) }] : []),
  ]),
];

const fileName = ({ period: { first, last } }: TimeView) => `Time in status ${first} ${last}`;

/** Everybody's time, with the sum of all at the end. */
export async function teamTimeRows(scope: Scope, period: Period, limit: number): Promise<TimeFile> {
  const view = await readTeamTime(scope, { ...period, after: null, limit: 1 });
  return {
    name: fileName(view),
    columns: timeColumns(view, "Agent"),
    readPage: async (after) => {
      const page = await readTeamTime(scope, { ...period, after: after === null ? null : String(after), limit });
      const rows = page.rows.map(({ name, sums }) => ({ title: name, sums }));
      const total = page.next === null ? [{ title: "All agents", sums: page.totals }] : [];
      return { rows: [...rows, ...total], next: page.next };
    },
  };
}

/** One agent's time by day, with the sum of all days at the end. */
export async function agentTimeRows(scope: Scope, input: z.output<typeof AgentTimeInput>): Promise<TimeFile> {
  const view = await readAgentTime(scope, input);
  const rows = view.days.map(({ day, sums }) => ({ title: day, sums }));
  return {
    name: `${fileName(view)} ${view.name}`,
    columns: timeColumns(view, "Day"),
    readPage: async () => ({ rows: [...rows, { title: "All days", sums: view.totals }], next: null }),
  };
}

/** The calls by agent, queue, number, source or day, with the sum of all at the end. */
export async function callRows(
  scope: Scope,
  { first, last, by }: Pick<z.output<typeof CallReportInput>, "first" | "last" | "by">,
  limit: number,
): Promise<ReportFile<CallReportRow>> {
  const input = { first, last, by, limit };
  const { zone, period } = await readCallReport(scope, { ...input, after: null, limit: 1 });
  return {
    name: `Calls by ${by} ${period.first} ${period.last}`,
    columns: [
      { title: `${CALL_TITLES[by]} (${zone})`, value: ({ name }) => name },
      ...CALL_COLUMNS.map(({ key, title, isTime }): CsvColumn<CallReportRow> => ({
        title,
        value: (row) => (isTime ? formatSeconds(row[key]) : row[key]),
      })),
    ],
    readPage: async (after) => {
      const page = await readCallReport(scope, { ...input, after: after === null ? null : String(after) });
      const total = page.next === null ? [{ ...page.totals, id: "total", name: "Total" }] : [];
      return { rows: [...page.rows, ...total], next: page.next };
    },
  };
}
