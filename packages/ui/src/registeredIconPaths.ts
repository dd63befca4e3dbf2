import { signal } from "@preact/signals";
import { ICON_PATHS } from "./iconPaths.ts";

export const registeredIconPaths = signal<Readonly<Record<string, string>>>(ICON_PATHS);
export const registerIconPaths = (paths: Readonly<Record<string, string>>): void =>
  void (registeredIconPaths.value = { ...registeredIconPaths.peek(), ...paths });
