import { isCorrected, reportColumns, type ReportRow } from "@callboard/domain/reports/columns";
import { formatHours } from "@callboard/domain/reports/hours";
import { Card } from "@callboard/ui/Card";
import { type Column, Table } from "@callboard/ui/Table";
import { useMemo } from "preact/hooks";
import { StatusChip } from "../../shared/status/StatusChip.tsx";
import { reports as texts } from "../../texts/en/reports.ts";
import { format } from "../../texts/format.ts";
import type { ReportStatus, TitledRow } from "./reportRows.ts";

interface TimeTableProps {
  caption: string;
  /** The title of the first column. */
  header: string;
  statuses: readonly ReportStatus[];
  rows: readonly TitledRow[];
  /** The name of the row with everything added up, and its sums. */
  total: string;
  totals: ReportRow;
}

/** The same figures as the plot and the file, with everything added up at the end. */
export function TimeTable({ caption, header, statuses, rows, total, totals }: TimeTableProps) {
  const columns = useMemo(() => columnsOf(header, statuses), [header, statuses]);
  const all = [...rows, { ...totals, id: "total", title: total, href: null, isTotal: true }];
  return (
    <>
      <Card flush>
        <div class="time-table" tabIndex={0} role="group" aria-label={caption}>
          <Table caption={caption} columns={columns} rows={all} rowKey={({ id }) => id} />
        </div>
      </Card>
      <p class="cb-muted cb-small">
        {texts.tableNote}
        {rows.some(isCorrected) && ` ${texts.tableCorrected}`}
      </p>
    </>
  );
}

type Row = TitledRow & { isTotal?: boolean };

const columnsOf = (header: string, statuses: readonly ReportStatus[]): Column<Row>[] => [
  {
    key: "title",
    header,
    cell: ({ title, href, isTotal }) =>
      href === null ? <span class={isTotal ? "time-total" : undefined}>{title}</span> : <a href={href}>{title}</a>,
  },
  ...reportColumns(statuses).map(({ key, title, isTime, value, corrected }): Column<Row> => {
    const status = statuses.find(({ id }) => id === key);
    return {
      key,
      header: status ? <StatusChip {...{ status: { ...FULL, ...status }, name: title }} /> : title,
      align: "end",
      cell: (row) => {
        const figure = value(row);
        const className = row.isTotal ? "time-total" : figure === 0 ? "cb-muted" : undefined;
        const correctedFigure = corrected?.(row) ?? figure;
        return (
          <>
            <span class={className}>{isTime ? formatHours(figure) : figure}</span>
            {correctedFigure !== figure && (
              <span class="time-corrected">{format(texts.corrected, { time: formatHours(correctedFigure) })}</span>
            )}
          </>
        );
      },
    };
  }),
];

/** What a chip needs of a status besides what the report says. */
const FULL = {
  version: 0,
  builtIn: false,
  order: 0,
  defaultMinutes: null,
  whenOver: "stay",
  archivedAt: null,
} as const;
