import { type ReportRow, timeIn } from "@callboard/domain/reports/columns";
import { formatHours } from "@callboard/domain/reports/hours";
import { Card } from "@callboard/ui/Card";
import { StatusShape } from "@callboard/ui/StatusShape";
import { reports as texts } from "../../texts/en/reports.ts";
import { format } from "../../texts/format.ts";
import { type BarPart, phoneParts, type ReportStatus, statusParts, type TitledRow } from "./reportRows.ts";

/** A piece that takes less of the row than this has no room for its time. */
const LABEL_SHARE = 0.075;
/** Below this there is room for the shape alone. */
const SHAPE_SHARE = 0.025;

interface TimePlotProps {
  statuses: readonly ReportStatus[];
  rows: readonly TitledRow[];
  totals: ReportRow;
}

/** One bar a row, its statuses side by side, all on one scale; the legend names them with their sums. */
export function TimePlot({ statuses, rows, totals }: TimePlotProps) {
  const longest = Math.max(1, ...rows.map((row) => timeIn(row)));
  return (
    <Card>
      <ul class="time-legend">
        {[...statusParts(totals, statuses), ...phoneParts(totals)].map(({ key, name, look, ms }) => (
          <li key={key}>
            <StatusShape {...look} size={look.icon ? 18 : 12} />
            <span>{name}</span>
            <span class="time-figure cb-muted">{formatHours(ms)}</span>
          </li>
        ))}
      </ul>
      <p class="time-note cb-muted cb-small">{texts.plotCaption}</p>
      <ol class="time-plot">
        {rows.map((row) => (
          <li key={row.id}>
            <span class="time-title">{row.href === null ? row.title : <a href={row.href}>{row.title}</a>}</span>
            <Bar parts={statusParts(row, statuses)} phone={phoneParts(row)} longest={longest} />
            <span class="time-figure">{formatHours(timeIn(row))}</span>
          </li>
        ))}
      </ol>
    </Card>
  );
}

const partText = ({ name, ms }: BarPart): string => format(texts.part, { name, time: formatHours(ms) });

function Bar({ parts, phone, longest }: { parts: readonly BarPart[]; phone: readonly BarPart[]; longest: number }) {
  const label = [...parts, ...phone].map(partText).join(", ") || texts.nothing;
  const width = (ms: number) => `${(ms / longest) * 100}%`;
  return (
    <span class="time-bar" role="img" aria-label={label}>
      <span class="time-parts">
        {parts.map((part) => (
          <span
            key={part.key}
            class="time-part"
            data-tone={part.look.tone}
            style={{ inlineSize: width(part.ms) }}
            title={partText(part)}
          >
            {part.ms / longest >= SHAPE_SHARE && (
              <StatusShape shape={part.look.shape} tone={part.look.tone} size={10} />
            )}
            {part.ms / longest >= LABEL_SHARE && <span class="time-figure">{formatHours(part.ms)}</span>}
          </span>
        ))}
      </span>
      <span class="time-phone">
        {phone.map((part) => (
          <span
            key={part.key}
            data-tone={part.look.tone}
            data-key={part.key}
            style={{ inlineSize: width(part.ms) }}
            title={partText(part)}
          />
        ))}
      </span>
    </span>
  );
}
