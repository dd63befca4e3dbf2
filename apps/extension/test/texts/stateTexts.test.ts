import { expect, test } from "vitest";

const FILES = import.meta.glob<Record<string, unknown>>("../../src/texts/en/**/*.ts", { eager: true });
/** Texts about a single number, about a proposed state, or about the effect of a button. */
const NOT_OF_NOW =
  /^(?:lifecycle\.(?:actions|costs|cancel|dialog|flag)|numbers\.|runs\.|recharge\.drill|agents\.|status\.|balance\.recharge|plans\.guide\.overWhat)/;
const CLAIM = /\b(?:calls?|numbers?) (?:are|is|still )?(?:not )?connect(?:s|ed)?\b|below zero: (?:no )?call/i;

const sentences = (value: unknown, path: string): [string, string][] =>
  typeof value === "string"
    ? [[path, value]]
    : typeof value === "object" && value !== null
      ? Object.entries(value).flatMap(([key, one]) => sentences(one, `${path}.${key}`))
      : [];

test("no text of the extension describes an account's state: only the server's sentence does", () => {
  const all = Object.values(FILES).flatMap((texts) =>
    Object.entries(texts).flatMap(([name, value]) => sentences(value, name)),
  );
  expect(all.length).toBeGreaterThan(500);
  const claims = all.filter(([path, sentence]) => CLAIM.test(sentence) && !NOT_OF_NOW.test(path));
  expect(claims).toEqual([]);
});
