import {
  getItem,
  pageStorage,
  storageKey,
  itemNames,
  onStorageChange,
  onPageStorageChange,
  parseJson,
  removeItem,
  setItem,
} from "../../browser.ts";
import type { Guard } from "./guards.ts";

/**
 * An item stored on this device, with the version of its shape and its guard. A value that fails the guard is dropped:
 * another release wrote it, or somebody edited it by hand.
 */
export interface StorageItem<T> {
  /** What it is stored under. Some names are older than today's terms: renaming one would lose what is stored. */
  name: string;
  guard: Guard<T>;
  /** Version 1 is the bare value. A later one is stored with its number and converts older values with `upgrade`. */
  version?: number;
  upgrade?: (older: unknown, version: number) => unknown;
}

type ItemName = Pick<StorageItem<unknown>, "name">;

/** The value of what is stored, in today's shape; null if it is invalid or from a newer release. */
function unwrap<T>({ guard, version = 1, upgrade }: StorageItem<T>, raw: unknown): T | null {
  const wrapped = raw as { v?: unknown; value?: unknown } | null;
  const [storedVersion, value] = typeof wrapped?.v === "number" ? [wrapped.v, wrapped.value] : [1, raw];
  const current = storedVersion < version ? upgrade?.(value, storedVersion) : value;
  return storedVersion <= version && guard(current) ? current : null;
}
const wrap = ({ version = 1 }: Pick<StorageItem<unknown>, "version">, value: unknown) =>
  version === 1 ? value : { v: version, value };

export async function read<T>(item: StorageItem<T>): Promise<T | null> {
  const raw = await getItem(item.name);
  const value = unwrap(item, raw);
  if (value === null && raw !== null) await removeItem(item.name);
  return value;
}
export const write = <T>(item: Pick<StorageItem<T>, "name" | "version">, value: T): Promise<void> =>
  setItem(item.name, wrap(item, value));
export const readRaw = ({ name }: ItemName): Promise<unknown> => getItem(name);
export const remove = ({ name }: ItemName): Promise<void> => removeItem(name);
/** Calls back when another page or the worker changed this item, or one whose name has this prefix. */
export const watch = ({ name }: ItemName, listener: () => void): void =>
  onStorageChange((changed) => changed === name && listener());
export const watchPrefix = (prefix: string, listener: () => void): void =>
  onStorageChange((changed) => changed.startsWith(prefix) && listener());
export const namesWithPrefix = async (prefix: string): Promise<string[]> =>
  (await itemNames()).filter((name) => name.startsWith(prefix));

/** For values that a page needs before its first render: `localStorage`, the default area, is synchronous. */
export function readPageItem<T>(item: StorageItem<T>, area = pageStorage): T | null {
  const raw = parseJson(area?.getItem(storageKey(item.name)) ?? null);
  const value = unwrap(item, raw);
  if (value === null && raw !== null) removePageItem(item, area);
  return value;
}
export function writePageItem<T>(item: StorageItem<T>, value: T, area = pageStorage): void {
  const wrapped = wrap(item, value);
  try {
    area?.setItem(storageKey(item.name), typeof wrapped === "string" ? wrapped : JSON.stringify(wrapped));
  } catch {
    // When storage is full, nothing is stored, but the screen must not fail.
  }
}
export const removePageItem = ({ name }: ItemName, area = pageStorage): void => area?.removeItem(storageKey(name));
export const watchPageItems = (listener: (name: string) => void): void => onPageStorageChange(listener);
