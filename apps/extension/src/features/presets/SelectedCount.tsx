import { presets } from "../../texts/en/presets.ts";
import { format } from "../../texts/format.ts";

/** How many are selected, announced at each change. */
export function SelectedCount({ count }: { count: number }) {
  return (
    <p class="cb-muted" role="status">
      {count === 0 ? presets.applyForm.pickedNone : format(presets.applyForm.picked, { count })}
    </p>
  );
}

export const toggleInSet = (set: ReadonlySet<string>, item: string): ReadonlySet<string> =>
  new Set(set.has(item) ? [...set].filter((other) => other !== item) : [...set, item]);
