import { signal } from "@preact/signals";
import { ICON_PATHS } from "./iconPaths.ts";

/** The SVG paths of the icons that this page has loaded. */
export const registeredIconPaths = signal<Readonly<Record<string, string>>>(ICON_PATHS);
/** Adds icons; those on the screen that waited for them appear. */
export const registerIconPaths = (paths: Readonly<Record<string, string>>): void =>
  void (registeredIconPaths.value = { ...registeredIconPaths.peek(), ...paths });
