import type { Period } from "@callboard/domain/core/period";
import { formatDayRange, formatPlainDay, formatLongDate } from "@callboard/domain/core/time";
import { Button } from "@callboard/ui/Button";
import { Notice } from "@callboard/ui/Notice";
import { clockTime, zoneLabel } from "../../shared/timeText.ts";
import { useViewer } from "../../shared/viewer.ts";
import { reports as texts } from "../../texts/en/reports.ts";
import { format } from "../../texts/format.ts";

/** Which days the figures are of, and when they were added up; undefined until then. */
export function useReportSummary(answer: { period: Period; zone: string; now: number } | null): string | undefined {
  const { language } = useViewer();
  if (answer === null) return undefined;
  const locale = { zone: answer.zone, language };
  return format(texts.summary, {
    days: formatDayRange(answer.period, language, "long"),
    time: clockTime(answer.now, locale),
    zone: zoneLabel(answer.now, locale),
  });
}

export function ReportActions({ onCsv }: { onCsv: () => void }) {
  return (
    <>
      <Button icon="download" onClick={onCsv}>
        {texts.csv}
      </Button>
      <Button icon="print" onClick={() => print()}>
        {texts.print}
      </Button>
    </>
  );
}

/** The period reaches further back than activity is kept. */
export function KeptSince({ day }: { day: string | null }) {
  const { language } = useViewer();
  if (day === null) return null;
  return (
    <Notice tone="info" sentence={format(texts.keptSince, { day: formatPlainDay(day, language, formatLongDate) })} />
  );
}
