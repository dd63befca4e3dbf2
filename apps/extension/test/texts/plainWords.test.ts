import { en } from "@callboard/domain/core/messages/en";
import { expect, test } from "vitest";

const FILES = import.meta.glob<Record<string, unknown>>("../../src/texts/en/**/*.ts", { eager: true });

/** Words of nobody's everyday English, and old words for what the glossary calls otherwise. */
const WORST = [
  /\banew\b/i,
  /\bwould else\b/i,
  /\bso many\b/i,
  /\bis told\b/i,
  /\bof which\b/i,
  /\bpark(?:s|ed|ing)?\b/i,
  /\berrands?\b/i,
  /\bdeeds?\b/i,
  /\brooms?\b/i,
  /\bwhoever\b/i,
  /\bgiv(?:e|en|es|ing) back\b/i,
  /\bgave back\b/i,
  /\blooked at\b/i,
  /\bby (?:it|them)sel(?:f|ves)\b/i,
  /\bbeside\b/i,
  /\bhow (?:it|they) stands?\b/i,
  /\bmail address\b/i,
];
/** A sentence may only ask with it. */
const WHAT = /(?:^|[.:;] )What\b[^?]*(?:\.|$)/;

/** Each text without the names of its placeholders, which nobody reads. */
const sentences = (value: unknown, path: string): [string, string][] =>
  typeof value === "string"
    ? [[path, value.replaceAll(/\{\w+/g, "{")]]
    : typeof value === "object" && value !== null
      ? Object.entries(value).flatMap(([key, one]) => sentences(one, `${path}.${key}`))
      : [];

const all = [...Object.values(FILES).flatMap((texts) => sentences(texts, "texts")), ...sentences(en, "messages")];

test("texts keep to plain words", () => {
  expect(all.length).toBeGreaterThan(1500);
  expect(all.filter(([, text]) => WORST.some((word) => word.test(text)))).toEqual([]);
});

test("no sentence begins with What but a question", () => {
  expect(all.filter(([, text]) => WHAT.test(text))).toEqual([]);
});
