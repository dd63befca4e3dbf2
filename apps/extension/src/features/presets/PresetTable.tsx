import { Badge } from "@callboard/ui/Badge";
import { type Column, Table } from "@callboard/ui/Table";
import type { PresetOrigin, PresetRow } from "../../shared/presets/presets.ts";
import { presetHref } from "../../shared/presets/presets.ts";
import { presets as texts } from "../../texts/en/presets.ts";
import { format } from "../../texts/format.ts";

const COLUMNS: readonly Column<PresetRow>[] = [
  {
    key: "name",
    head: texts.name,
    width: "46%",
    cell: ({ name, about }) => (
      <span class="presets-name">
        <span>{name}</span>
        <span class="cb-quiet">{about}</span>
      </span>
    ),
  },
  {
    key: "sets",
    head: texts.sets,
    width: "34%",
    spare: 1,
    cell: ({ fields }) => <span class="presets-sets cb-quiet">{fields.map(({ label }) => label).join(", ")}</span>,
  },
  {
    key: "drift",
    head: <span class="cb-unseen">{texts.drift}</span>,
    align: "end",
    cell: ({ apart }) => apart > 0 && <Badge tone="warn">{format(texts.driftIn, { count: apart })}</Badge>,
  },
  {
    key: "followers",
    head: texts.followers,
    align: "end",
    width: "96px",
    cell: ({ followers }) => (followers === 0 ? <span class="cb-quiet">0</span> : followers),
  },
];

export function PresetTable({ from, rows }: { from: PresetOrigin; rows: readonly PresetRow[] }) {
  return (
    <Table
      caption={texts.captions[from]}
      columns={COLUMNS}
      rows={rows}
      rowKey={({ id }) => id}
      rowHref={({ id }) => presetHref(id)}
    />
  );
}
