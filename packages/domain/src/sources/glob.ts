/**
 * Whether a text matches a pattern in which `*` stands for any text, even none. Each part between stars is searched
 * once, from the end of the previous match, so the time grows at most with the product of both lengths.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  const parts = pattern.split("*");
  if (parts.length === 1) return pattern === text;
  const first = parts[0]!;
  const last = parts.at(-1)!;
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
  const end = text.length - last.length;
  let position = first.length;
  for (const part of parts.slice(1, -1)) {
    const foundAt = text.indexOf(part, position);
    if (foundAt < 0 || foundAt + part.length > end) return false;
    position = foundAt + part.length;
  }
  return true;
}

/** A character that nobody can type: only a star matches it. */
const WILDCARD_SAMPLE = "\u0000";

/** Whether every text that matches `one` also matches `other`. */
export const isGlobWithin = (one: string, other: string): boolean =>
  matchesGlob(other, one.replaceAll("*", WILDCARD_SAMPLE));

/**
 * Whether some text matches both. If both contain a star, only their ends matter, because the middle parts can be
 * concatenated.
 */
export function doGlobsOverlap(one: string, other: string): boolean {
  if (!one.includes("*")) return matchesGlob(other, one);
  if (!other.includes("*")) return matchesGlob(one, other);
  const [oneStart, oneEnd] = affixesOf(one);
  const [otherStart, otherEnd] = affixesOf(other);
  return (
    (oneStart.startsWith(otherStart) || otherStart.startsWith(oneStart)) &&
    (oneEnd.endsWith(otherEnd) || otherEnd.endsWith(oneEnd))
  );
}

/** The text before the first star and after the last. */
function affixesOf(pattern: string): [string, string] {
  const parts = pattern.split("*");
  return [parts[0]!, parts.at(-1)!];
}
