import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../../../..");
const FOLDERS = ["apps/extension/src", "packages/ui/src", "packages/ui/gallery"];

const filesOf = (types: RegExp): [file: string, text: string][] =>
  FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => types.test(file))
      .map((file): [string, string] => [join(folder, file), readFileSync(join(ROOT, folder, file), "utf8")]),
  );

/** The selectors of a style sheet, without its declarations and comments. */
const selectorsOf = (sheet: string): string => sheet.replace(/\/\*[^]*?\*\//g, "").replace(/\{[^{}]*\}/g, "{}");

const SOURCES = filesOf(/\.(tsx?|html)$/)
  .map(([, text]) => text)
  .join("\n");
const isUsed = (word: string): boolean => new RegExp(`(?<![\\w-])${word}(?![\\w-])`).test(SOURCES);
const isSet = (attribute: string): boolean =>
  isUsed(attribute) ||
  isUsed(`dataset\\.${attribute.slice("data-".length).replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())}`);

test("every class and data attribute in a style sheet is one that an element has", () => {
  const sheets = filesOf(/\.css$/);
  expect(sheets.length).toBeGreaterThan(80);
  const unused = sheets.flatMap(([file, text]) => {
    const selectors = selectorsOf(text);
    const classes = [...selectors.matchAll(/\.(-?[a-z][\w-]*)/gi)].map(([, name]) => name!);
    const attributes = [...selectors.matchAll(/\[(data-[\w-]+)/g)].map(([, name]) => name!);
    return [...classes.filter((name) => !isUsed(name)), ...attributes.filter((name) => !isSet(name))].map(
      (name) => `${file}: ${name}`,
    );
  });
  expect(unused).toEqual([]);
});
