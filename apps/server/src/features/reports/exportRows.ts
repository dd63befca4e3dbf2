import type { Period } from "@callboard/domain/core/period";
import { reportColumns, type ReportRow } from "@callboard/domain/reports/columns";
import { formatHours } from "@callboard/domain/reports/hours";
import type { AgentTimeInput } from "@callboard/domain/reports/schema";
import type * as z from "zod/mini";
import type { CsvColumn, CsvPage } from "../../files/csvWriter.ts";
import type { Scope } from "../../store/scope.ts";
import { readAgentTime } from "./agentTime.ts";
import type { TimeView } from "./openTime.ts";
import { readTeamTime } from "./teamTime.ts";

/** A row of the file: an agent, a day, or the sum of all. */
interface FileRow extends ReportRow {
  title: string;
}

interface TimeFile {
  name: string;
  columns: CsvColumn<FileRow>[];
  readPage: (after: string | number | null) => Promise<CsvPage<FileRow>>;
}

/** The columns of the table on the screen: hours and minutes, and how many promises were kept. */
const timeColumns = ({ statuses, zone }: TimeView, rowTitle: string): CsvColumn<FileRow>[] => [
  { title: `${rowTitle} (${zone})`, value: ({ title }) => title },
  ...reportColumns(statuses).map(({ title, value, isTime }): CsvColumn<FileRow> => ({
    title,
    value: (row) => (isTime ? formatHours(value(row)) : value(row)),
  })),
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
