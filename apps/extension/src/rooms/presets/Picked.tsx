import { presets } from "../../texts/en/presets.ts";
import { say } from "../../texts/say.ts";

/** How many are chosen, heard at each of them. */
export function Picked({ count }: { count: number }) {
  return (
    <p class="cb-quiet" role="status">
      {count === 0 ? presets.applying.pickedNone : say(presets.applying.picked, { count })}
    </p>
  );
}

export const toggled = (picked: ReadonlySet<string>, one: string): ReadonlySet<string> =>
  new Set(picked.has(one) ? [...picked].filter((other) => other !== one) : [...picked, one]);
