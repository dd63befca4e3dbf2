import { href } from "../route.ts";

/** The pages of a record's past. */
export const recordHref = (kind: string, id: string): string => href("record", kind, id);
export const versionHref = (kind: string, id: string, version: number): string =>
  href("record", kind, id, String(version));
export const compareHref = (kind: string, id: string, from: number, to: number): string =>
  href("record", kind, id, `${from}..${to}`);

const PAIR = /^(\d+)\.\.(\d+)$/;

/** Parses the part of the address after the record: two versions, one, or nothing. */
export function parseVersions(text: string | undefined): { from: number; to: number } | { version: number } | null {
  const [, from, to] = PAIR.exec(text ?? "") ?? [];
  if (from && to) return { from: Number(from), to: Number(to) };
  return text !== undefined && /^\d+$/.test(text) ? { version: Number(text) } : null;
}
