import { Badge } from "@callboard/ui/Badge";
import { presets as texts } from "../../texts/en/presets.ts";
import { format } from "../../texts/format.ts";

/** Beside the name of what follows a preset, where any of its fields is not as in the preset. */
export function DriftBadge({ follows }: { follows: { name: string; apart: number } | null }) {
  if (!follows || follows.apart === 0) return null;
  const { name, apart } = follows;
  return (
    <span title={format(texts.driftFrom, { name })}>
      <Badge tone="warn">{apart === 1 ? texts.driftField : format(texts.driftFields, { count: apart })}</Badge>
    </span>
  );
}
