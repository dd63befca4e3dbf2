import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { doGlobsOverlap, matchesGlob, isGlobWithin } from "../../src/sources/glob.ts";

test.each([
  ["google.com", "google.com", true],
  ["google.com", "google.co", false],
  ["google.*", "google.co.uk", true],
  ["google.*", "google.", true],
  ["google.*", "www.google.com", false],
  ["*.google.com", "maps.google.com", true],
  ["*.google.com", "google.com", false],
  ["*", "", true],
  ["**", "anything", true],
  ["a*a", "a", false],
  ["a*a", "aa", true],
  ["*ab*ab*", "abab", true],
  ["*ab*ab*", "aba", false],
  ["a.c", "abc", false],
  ["(x)+*", "(x)+y", true],
  ["", "", true],
  ["", "x", false],
])("%j matches %j: %s", (pattern, text, fit) => expect(matchesGlob(pattern, text)).toBe(fit));

/** The simplest implementation: a star matches nothing, or one character and continues. */
function naive(pattern: string, text: string): boolean {
  if (pattern === "") return text === "";
  if (pattern[0] === "*") return naive(pattern.slice(1), text) || (text !== "" && naive(pattern, text.slice(1)));
  return text !== "" && pattern[0] === text[0] && naive(pattern.slice(1), text.slice(1));
}

const word = (letters: string, max: number) =>
  fc.array(fc.constantFrom(...letters), { maxLength: max }).map((signs) => signs.join(""));
const somePattern = word("ab*", 7);
const someText = word("ab", 9);
/** All texts of two letters, up to length six. */
const TEXTS = Array.from({ length: 7 }, (_, long) =>
  Array.from({ length: 2 ** long }, (_none, bits) =>
    bits.toString(2).padStart(long, "0").slice(0, long).replaceAll("0", "a").replaceAll("1", "b"),
  ),
).flat();

describe("for any pattern", () => {
  test("a text matches as in the simplest implementation", () => {
    fc.assert(
      fc.property(somePattern, someText, (pattern, text) => {
        expect(matchesGlob(pattern, text)).toBe(naive(pattern, text));
      }),
      { numRuns: 2000 },
    );
  });

  test("one is within another only if every text agrees, and two that cannot overlap share none", () => {
    fc.assert(
      fc.property(somePattern, somePattern, (one, other) => {
        const [mine, theirs] = [
          TEXTS.filter((text) => matchesGlob(one, text)),
          TEXTS.filter((text) => matchesGlob(other, text)),
        ];
        if (isGlobWithin(one, other)) for (const text of mine) expect(theirs).toContain(text);
        if (!doGlobsOverlap(one, other)) expect(mine.filter((text) => theirs.includes(text))).toEqual([]);
        expect(doGlobsOverlap(one, other)).toBe(doGlobsOverlap(other, one));
      }),
      { numRuns: 500 },
    );
  });

  test("short ones that share no text are found not to overlap", () => {
    fc.assert(
      fc.property(word("ab*", 3), word("ab*", 3), (one, other) => {
        const shared = TEXTS.some((text) => matchesGlob(one, text) && matchesGlob(other, text));
        expect(doGlobsOverlap(one, other)).toBe(shared);
      }),
      { numRuns: 1000 },
    );
  });
});

test("many stars cost at most pattern times text: backtracking would never end", () => {
  const text = `${"a".repeat(20_000)}b`;
  expect(matchesGlob(`${"*a".repeat(100)}*c`, text)).toBe(false);
  expect(matchesGlob(`${"*a".repeat(100)}*b`, text)).toBe(true);
});
