/**
 * Whether a text fits a pattern in which `*` stands for anything, nothing included. Each part between stars is looked
 * for once, from where the one before ended: never slower than pattern times text, whatever either holds.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  const parts = pattern.split("*");
  if (parts.length === 1) return pattern === text;
  const first = parts[0]!;
  const last = parts.at(-1)!;
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
  const end = text.length - last.length;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}

/** A sign that nobody can type: only a star takes it. */
const WILDCARD_SAMPLE = "\u0000";

/** Whether every text that fits `one` fits `other` too. */
export const isGlobWithin = (one: string, other: string): boolean =>
  matchesGlob(other, one.replaceAll("*", WILDCARD_SAMPLE));

/** Whether some text fits both. With a star in each, what stands between can be strung together: only the ends count. */
export function doGlobsOverlap(one: string, other: string): boolean {
  if (!one.includes("*")) return matchesGlob(other, one);
  if (!other.includes("*")) return matchesGlob(one, other);
  const [begin, end] = affixesOf(one);
  const [start, stop] = affixesOf(other);
  return (begin.startsWith(start) || start.startsWith(begin)) && (end.endsWith(stop) || stop.endsWith(end));
}

/** What stands before its first star and after its last. */
function affixesOf(pattern: string): [string, string] {
  const parts = pattern.split("*");
  return [parts[0]!, parts.at(-1)!];
}
