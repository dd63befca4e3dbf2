import { signal } from "@preact/signals";
import { ICON_PATHS } from "./iconPaths.ts";
import type { EXTRA_ICON_PATHS } from "./extraIconPaths.ts";

export type IconName = keyof typeof ICON_PATHS | keyof typeof EXTRA_ICON_PATHS;

const iconPaths = signal<Partial<Record<IconName, string>>>(ICON_PATHS);
export const registerIconPaths = (more: typeof EXTRA_ICON_PATHS): void =>
  void (iconPaths.value = { ...iconPaths.peek(), ...more });

let isLoadingExtra = false;

/** What to draw. A page that begins with few glyphs fetches the rest with the first icon that needs it. */
export function iconPath(name: IconName): string | undefined {
  const path = iconPaths.value[name];
  if (path === undefined && !isLoadingExtra) {
    isLoadingExtra = true;
    void import("./extraIconPaths.ts").catch(() => (isLoadingExtra = false));
  }
  return path;
}
