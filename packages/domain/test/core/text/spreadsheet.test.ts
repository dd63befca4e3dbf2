import fc from "fast-check";
import { expect, test } from "vitest";
import { guardFormulas, unguardFormulas } from "../../../src/core/text/spreadsheet.ts";

const SEPARATORS = [",", ";", "\t", "|"];
const FORMULA = /^[\s"']*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/;
const NUMBER = /^[+-]?\d[\d .,]*$/;

/** The cells in a program with this line end and this separator, with or without quoting. */
function cellsOf(text: string, separator: string): string[] {
  return text.split(/[\r\n]/).flatMap((line) => line.split(separator));
}
/** A cell that begins with an apostrophe is text in every program. */
const isFormula = (cell: string): boolean =>
  FORMULA.test(cell) && !/^[\s"]*'/.test(cell) && !NUMBER.test(cell.replaceAll('"', "").trim());

const nasty = fc
  .array(
    fc.constantFrom(
      "=",
      "+",
      "-",
      "@",
      "＝",
      ";",
      ",",
      "\t",
      "|",
      "\n",
      "\r",
      " ",
      '"',
      "'",
      "1",
      "a",
      "Sales",
      "\u00a0",
    ),
    {
      maxLength: 14,
    },
  )
  .map((signs) => signs.join(""));

test("no cell is a formula, whatever the separator, and each reads back as the original text", () => {
  fc.assert(
    fc.property(nasty, fc.boolean(), (text, isFirst) => {
      const cell = guardFormulas(text, isFirst);
      for (const separator of SEPARATORS)
        for (const one of [...cellsOf(cell, separator), ...cellsOf(`"${cell.replaceAll('"', '""')}"`, separator)])
          if (isFormula(one))
            throw new Error(`${JSON.stringify(one)} of ${JSON.stringify(cell)} by ${JSON.stringify(separator)}`);
      expect(unguardFormulas(cell)).toBe(text);
    }),
    { numRuns: 20_000 },
  );
});

test.each([
  ["Sales", "Sales"],
  ["=Sum", "'=Sum"],
  ["'=Sum", "''=Sum"],
  ["Sales;=1+1;x", "Sales;'=1+1;x"],
  ['a, "=1', `a,' "=1`],
  ["a\n=1+1", "a\n'=1+1"],
  ["-5", "-5"],
  ["+1 512 555 0143", "+1 512 555 0143"],
  ["-1+1", "'-1+1"],
  ["a-b = c", "a-b = c"],
  ["", ""],
])("%j is written as %j", (text, cell) => {
  expect(guardFormulas(text)).toBe(cell);
  expect(unguardFormulas(cell)).toBe(text);
});

test("at the start of a line, a number is guarded as well", () => {
  expect([guardFormulas("+1 512 555 0143", true), guardFormulas("12.50", true)]).toEqual(["'+1 512 555 0143", "12.50"]);
  expect(unguardFormulas("'+1 512 555 0143")).toBe("+1 512 555 0143");
});

test("a long text is processed once", () => {
  for (const shape of ["\n", ";", "'", '"=', ";'", "=;", " ", "\t="]) {
    const text = shape.repeat(20_000);
    expect(unguardFormulas(guardFormulas(text))).toBe(text);
  }
});
