import { Card } from "@callboard/ui/Card";
import { StatusShape } from "@callboard/ui/StatusShape";
import { reports as texts } from "../../texts/en/reports.ts";
import { format } from "../../texts/format.ts";
import type { BarPart } from "./reportRows.ts";

/** A piece that takes less of the row than this has no room for its figure. */
const LABEL_SHARE = 0.075;
/** Below this there is room for the shape alone. */
const SHAPE_SHARE = 0.025;

interface BarRow {
  id: string;
  title: string;
  href: string | null;
  parts: readonly BarPart[];
  /** The thin line below the bar, if there is one. */
  line?: readonly BarPart[];
  /** The figure at the bar's end. */
  total: number;
}

interface BarPlotProps {
  legend: readonly BarPart[];
  note: string;
  rows: readonly BarRow[];
  show: (value: number) => string;
}

/** One bar a row, its pieces side by side, all on one scale; the legend names them with their sums. */
export function BarPlot({ legend, note, rows, show }: BarPlotProps) {
  const longest = Math.max(1, ...rows.map(({ parts }) => parts.reduce((sum, { value }) => sum + value, 0)));
  return (
    <Card>
      <ul class="time-legend">
        {legend.map(({ key, name, look, value }) => (
          <li key={key}>
            <StatusShape {...look} size={look.icon ? 18 : 12} />
            <span>{name}</span>
            <span class="time-figure cb-muted">{show(value)}</span>
          </li>
        ))}
      </ul>
      <p class="time-note cb-muted cb-small">{note}</p>
      <ol class="time-plot">
        {rows.map((row) => (
          <li key={row.id}>
            <span class="time-title">{row.href === null ? row.title : <a href={row.href}>{row.title}</a>}</span>
            <Bar row={row} longest={longest} show={show} />
            <span class="time-figure">{show(row.total)}</span>
          </li>
        ))}
      </ol>
    </Card>
  );
}

function Bar({ row: { parts, line }, longest, show }: { row: BarRow; longest: number; show: BarPlotProps["show"] }) {
  const partText = ({ name, value }: BarPart) => format(texts.part, { name, time: show(value) });
  const label = [...parts, ...(line ?? [])].map(partText).join(", ") || texts.nothing;
  const width = (value: number) => `${(value / longest) * 100}%`;
  return (
    <span class="time-bar" role="img" aria-label={label}>
      <span class="time-parts">
        {parts.map((part) => (
          <span
            key={part.key}
            class="time-part"
            data-tone={part.look.tone}
            style={{ inlineSize: width(part.value) }}
            title={partText(part)}
          >
            {part.value / longest >= SHAPE_SHARE && (
              <StatusShape shape={part.look.shape} tone={part.look.tone} size={10} />
            )}
            {part.value / longest >= LABEL_SHARE && <span class="time-figure">{show(part.value)}</span>}
          </span>
        ))}
      </span>
      {line && (
        <span class="time-phone">
          {line.map((part) => (
            <span
              key={part.key}
              data-tone={part.look.tone}
              data-key={part.key}
              style={{ inlineSize: width(part.value) }}
              title={partText(part)}
            />
          ))}
        </span>
      )}
    </span>
  );
}
