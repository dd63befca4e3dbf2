import { expect, test } from "vitest";
import { createTemplateFiller, type TemplateArgs, type TemplateValues } from "../../../src/core/text/template.ts";

interface Case {
  language: string;
  template: string;
  texts: Record<number, string>;
}

test.each<Case>([
  {
    language: "en",
    template: "{count|digit|digits} too few",
    texts: { 0: "0 digits too few", 1: "1 digit too few", 2: "2 digits too few", 1.5: "1.5 digits too few" },
  },
  { language: "en-GB", template: "{n|person|people}", texts: { 0: "0 people", 1: "1 person", 21: "21 people" } },
  {
    language: "fr",
    template: "{n|chiffre|chiffres|chiffres}",
    texts: { 0: "0 chiffre", 1.5: "1.5 chiffre", 2: "2 chiffres" },
  },
  {
    language: "ru",
    template: "{n|номер|номера|номеров|номера}",
    texts: { 0: "0 номеров", 1: "1 номер", 2: "2 номера", 5: "5 номеров", 21: "21 номер", 1.5: "1.5 номера" },
  },
  { language: "ja", template: "{n|件}", texts: { 0: "0 件", 1: "1 件", 2: "2 件" } },
])("$language: $template", ({ language, template, texts }) => {
  const fill = createTemplateFiller(language);
  for (const [count, text] of Object.entries(texts)) expect(fill(template, { count: +count, n: +count })).toBe(text);
});

test("a format is written by whoever asks, and what a value contains stays as it is", () => {
  const fill = createTemplateFiller("en");
  const show = (value: string | number, format: string) => `${format} of ${value}`;
  expect(fill("{name} until {until:time}", { name: "{until:time}|$&", until: 5 }, show)).toBe(
    "{until:time}|$& until time of 5",
  );
  expect(fill("{name} and {other}", { name: "Ava" })).toBe("Ava and {other}");
});

test("a value that is missing, of the wrong kind or of an unknown format doesn't compile", () => {
  const values = <S extends string>(_: S, ...args: TemplateArgs<TemplateValues<S, { time: number }>>) => args;
  values("plain");
  values("{name}, {count|digit|digits}, {at:time}", { name: "Ava", count: 2, at: 5 });
  // @ts-expect-error the name is missing
  values("{name}");
  // @ts-expect-error a count is a number
  values("{count|digit|digits}", { count: "2" });
  // @ts-expect-error an instant is a number
  values("{at:time}", { at: "noon" });
  // @ts-expect-error there is no such format
  expect(values("{at:week}", { at: 5 })).toHaveLength(1);
});
