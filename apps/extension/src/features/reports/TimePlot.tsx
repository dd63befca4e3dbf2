import { isCorrected, type ReportRow, timeIn } from "@callboard/domain/reports/columns";
import { formatHours } from "@callboard/domain/reports/hours";
import { reports as texts } from "../../texts/en/reports.ts";
import { BarPlot } from "./BarPlot.tsx";
import { phoneParts, type ReportStatus, statusParts, type TitledRow } from "./reportRows.ts";

interface TimePlotProps {
  statuses: readonly ReportStatus[];
  rows: readonly TitledRow[];
  totals: ReportRow;
}

/** The recorded time in each status. Corrected time is in the table: a bar can't show two truths at once. */
export function TimePlot({ statuses, rows, totals }: TimePlotProps) {
  const note = rows.some(isCorrected) ? `${texts.plotCaption}. ${texts.plotCorrected}` : texts.plotCaption;
  return (
    <BarPlot
      legend={[...statusParts(totals, statuses), ...phoneParts(totals)]}
      note={note}
      show={formatHours}
      rows={rows.map((row) => ({
        id: row.id,
        title: row.title,
        href: row.href,
        parts: statusParts(row, statuses),
        line: phoneParts(row),
        total: timeIn(row),
      }))}
    />
  );
}
