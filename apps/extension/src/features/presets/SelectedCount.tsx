import { presets } from "../../texts/en/presets.ts";
import { format } from "../../texts/format.ts";

/** How many items of a list are selected; screen readers announce each change. */
export function SelectedCount({ count }: { count: number }) {
  return (
    <p class="cb-muted" role="status">
      {count === 0 ? presets.applyForm.pickedNone : format(presets.applyForm.picked, { count })}
    </p>
  );
}

/** A copy of the set, without the item if it was selected, with it if not. */
export const toggleInSet = (selected: ReadonlySet<string>, item: string): ReadonlySet<string> =>
  new Set(selected.has(item) ? [...selected].filter((other) => other !== item) : [...selected, item]);
