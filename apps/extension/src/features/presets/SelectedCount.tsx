import { presets } from "../../texts/en/presets.ts";
import { format } from "../../texts/format.ts";

/** How many are selected, announced at each change. */
export function SelectedCount({ count }: { count: number }) {
  return (
    <p class="cb-quiet" role="status">
      {count === 0 ? presets.applying.pickedNone : format(presets.applying.picked, { count })}
    </p>
  );
}

export const toggleInSet = (picked: ReadonlySet<string>, one: string): ReadonlySet<string> =>
  new Set(picked.has(one) ? [...picked].filter((other) => other !== one) : [...picked, one]);
