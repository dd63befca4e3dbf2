import type { ICON_PATHS } from "./iconPaths.ts";
import { registeredIconPaths } from "./registeredIconPaths.ts";
import type { EXTRA_ICON_PATHS } from "./extraIconPaths.ts";

export type IconName = keyof typeof ICON_PATHS | keyof typeof EXTRA_ICON_PATHS;

let extraIcons: Promise<unknown> | undefined;

/** Loads all icons that the page doesn't have from the start. Rejects if the file can't be loaded; the next call tries again. */
export const loadExtraIcons = (): Promise<unknown> =>
  (extraIcons ??= import("./extraIconPaths.ts").catch((error: unknown) => {
    extraIcons = undefined;
    throw error;
  }));

/** An icon's SVG path. Undefined for a moment if it isn't loaded: the first such icon starts loading all others. */
export function iconPath(name: IconName): string | undefined {
  const path = registeredIconPaths.value[name];
  if (path === undefined) void loadExtraIcons().catch(() => {});
  return path;
}
