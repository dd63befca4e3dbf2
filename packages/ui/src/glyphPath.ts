import { signal } from "@preact/signals";
import { GLYPHS } from "./glyphs.ts";
import type { MORE_GLYPHS } from "./moreGlyphs.ts";

export type IconName = keyof typeof GLYPHS | keyof typeof MORE_GLYPHS;

const known = signal<Partial<Record<IconName, string>>>(GLYPHS);
export const learnGlyphs = (more: typeof MORE_GLYPHS): void => void (known.value = { ...known.peek(), ...more });

let asked = false;

/** What to draw. A page that begins with few glyphs fetches the rest with the first icon that needs it. */
export function glyphPath(name: IconName): string | undefined {
  const path = known.value[name];
  if (path === undefined && !asked) {
    asked = true;
    void import("./moreGlyphs.ts").catch(() => (asked = false));
  }
  return path;
}
