import type { ICON_PATHS } from "./iconPaths.ts";
import { registeredIconPaths } from "./registeredIconPaths.ts";
import type { EXTRA_ICON_PATHS } from "./extraIconPaths.ts";

export type IconName = keyof typeof ICON_PATHS | keyof typeof EXTRA_ICON_PATHS;

let isLoadingExtra = false;

/** An icon's SVG path. Undefined for a moment if it isn't loaded: the first such icon starts loading all others. */
export function iconPath(name: IconName): string | undefined {
  const path = registeredIconPaths.value[name];
  if (path === undefined && !isLoadingExtra) {
    isLoadingExtra = true;
    void import("./extraIconPaths.ts").catch(() => (isLoadingExtra = false));
  }
  return path;
}
