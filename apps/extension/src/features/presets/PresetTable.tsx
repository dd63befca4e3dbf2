import { Badge } from "@callboard/ui/Badge";
import { type Column, Table } from "@callboard/ui/Table";
import type { PresetOrigin, PresetRow } from "../../shared/presets/presets.ts";
import { presetHref } from "../../shared/presets/presets.ts";
import { presets as texts } from "../../texts/en/presets.ts";
import { format } from "../../texts/format.ts";

const COLUMNS: readonly Column<PresetRow>[] = [
  {
    key: "name",
    header: texts.name,
    width: "46%",
    cell: ({ name, description }) => (
      <span class="presets-name">
        <span>{name}</span>
        <span class="cb-muted">{description}</span>
      </span>
    ),
  },
  {
    key: "sets",
    header: texts.includedFields,
    width: "34%",
    hideOrder: 1,
    cell: ({ fields }) => <span class="presets-sets cb-muted">{fields.map(({ label }) => label).join(", ")}</span>,
  },
  {
    key: "drift",
    header: <span class="cb-visually-hidden">{texts.drift}</span>,
    align: "end",
    cell: ({ apart: driftCount }) =>
      driftCount > 0 && <Badge tone="warn">{format(texts.driftIn, { count: driftCount })}</Badge>,
  },
  {
    key: "followers",
    header: texts.followers,
    align: "end",
    width: "96px",
    cell: ({ followers }) => (followers === 0 ? <span class="cb-muted">0</span> : followers),
  },
];

export function PresetTable({ origin, rows }: { origin: PresetOrigin; rows: readonly PresetRow[] }) {
  return (
    <Table
      caption={texts.captions[origin]}
      columns={COLUMNS}
      rows={rows}
      rowKey={({ id }) => id}
      rowHref={({ id }) => presetHref(id)}
    />
  );
}
