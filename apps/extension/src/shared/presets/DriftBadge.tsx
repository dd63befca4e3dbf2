import { Badge } from "@callboard/ui/Badge";
import { presets as texts } from "../../texts/en/presets.ts";
import { format } from "../../texts/format.ts";

/** Shown next to a record that follows a preset, if any fields differ; `apart` is how many. */
export function DriftBadge({ follows }: { follows: { name: string; apart: number } | null }) {
  if (!follows || follows.apart === 0) return null;
  const { name, apart } = follows;
  return (
    <span title={format(texts.driftFrom, { name })}>
      <Badge tone="warn">{apart === 1 ? texts.driftSetting : format(texts.driftSettings, { count: apart })}</Badge>
    </span>
  );
}
