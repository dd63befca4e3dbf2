import { CALL_COLUMNS, CALL_TITLES } from "@callboard/domain/reports/callColumns";
import type { CallReport, CallSums } from "@callboard/domain/reports/callTypes";
import { formatSeconds } from "@callboard/domain/reports/hours";
import { Card } from "@callboard/ui/Card";
import { type Column, Table } from "@callboard/ui/Table";
import { useMemo } from "preact/hooks";
import { reports } from "../../../texts/en/reports.ts";
import { format } from "../../../texts/format.ts";

const texts = reports.calls;

interface Row {
  id: string;
  title: string;
  sums: CallSums;
  isTotal?: boolean;
}

interface CallsTableProps {
  by: CallReport;
  rows: readonly Row[];
  totals: CallSums;
}

/** The same figures as the plot and the file, with everything added up at the end. */
export function CallsTable({ by, rows, totals }: CallsTableProps) {
  const columns = useMemo(() => columnsOf(by), [by]);
  const caption = format(texts.tableCaption, { name: texts.names[by] });
  const all: Row[] = [...rows, { id: " total", title: texts.all, sums: totals, isTotal: true }];
  return (
    <>
      <Card flush>
        <div class="time-table" tabIndex={0} role="group" aria-label={caption}>
          <Table caption={caption} columns={columns} rows={all} rowKey={({ id }) => id} />
        </div>
      </Card>
      <p class="cb-muted cb-small">
        {by === "agent" ? texts.agentNote : by === "queue" ? texts.queueNote : texts.note}
      </p>
    </>
  );
}

const columnsOf = (by: CallReport): Column<Row>[] => [
  {
    key: "title",
    header: CALL_TITLES[by],
    cell: ({ title, isTotal }) => <span class={isTotal ? "time-total" : undefined}>{title}</span>,
  },
  ...CALL_COLUMNS.map(({ key, title, isTime }): Column<Row> => ({
    key,
    header: title,
    align: "end",
    cell: ({ sums, isTotal }) => {
      const className = isTotal ? "time-total" : sums[key] === 0 ? "cb-muted" : undefined;
      return <span class={className}>{isTime ? formatSeconds(sums[key]) : sums[key]}</span>;
    },
  })),
];
