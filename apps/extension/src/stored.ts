import { get, here, keyOf, names, onChange, onHere, parsed, remove, set } from "./browser.ts";
import type { Fits } from "./fits.ts";

/**
 * A thing that is kept on this device, with the version of its shape and its guard. What doesn't fit is dropped: it was
 * written by another release or by another hand.
 */
export interface Item<T> {
  name: string;
  fits: Fits<T>;
  /** 1 is the bare value. A later one is stored with its number, and reads older ones by `upgrade`. */
  version?: number;
  upgrade?: (older: unknown, version: number) => unknown;
}

type Named = Pick<Item<unknown>, "name">;

function opened<T>({ fits, version = 1, upgrade }: Item<T>, raw: unknown): T | null {
  const wrapped = raw as { v?: unknown; value?: unknown } | null;
  const [v, value] = typeof wrapped?.v === "number" ? [wrapped.v, wrapped.value] : [1, raw];
  const now = v < version ? upgrade?.(value, v) : value;
  return v <= version && fits(now) ? now : null;
}
const closed = ({ version = 1 }: Pick<Item<unknown>, "version">, value: unknown) =>
  version === 1 ? value : { v: version, value };

export async function read<T>(item: Item<T>): Promise<T | null> {
  const raw = await get(item.name);
  const value = opened(item, raw);
  if (value === null && raw !== null) await remove(item.name);
  return value;
}
export const write = <T>(item: Pick<Item<T>, "name" | "version">, value: T): Promise<void> =>
  set(item.name, closed(item, value));
export const raw = ({ name }: Named): Promise<unknown> => get(name);
export const drop = ({ name }: Named): Promise<void> => remove(name);
/** Calls back when another page or the worker changed it; or any whose name begins so. */
export const watch = ({ name }: Named, tell: () => void): void => onChange((changed) => changed === name && tell());
export const watchAll = (start: string, tell: () => void): void =>
  onChange((changed) => changed.startsWith(start) && tell());
export const namesOf = async (start: string): Promise<string[]> =>
  (await names()).filter((name) => name.startsWith(start));

/** What a page must know before it can wait: `localStorage` answers at once. A worker has none, and keeps nothing here. */
export function readHere<T>(item: Item<T>, area = here): T | null {
  const raw = parsed(area?.getItem(keyOf(item.name)) ?? null);
  const value = opened(item, raw);
  if (value === null && raw !== null) dropHere(item, area);
  return value;
}
export function writeHere<T>(item: Item<T>, value: T, area = here): void {
  const is = closed(item, value);
  try {
    area?.setItem(keyOf(item.name), typeof is === "string" ? is : JSON.stringify(is));
  } catch {
    // A full storage costs what is kept, never what is shown.
  }
}
export const dropHere = ({ name }: Named, area = here): void => area?.removeItem(keyOf(name));
export const watchHere = (tell: (name: string) => void): void => onHere(tell);
