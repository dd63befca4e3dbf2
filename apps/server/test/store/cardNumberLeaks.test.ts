import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, inject, test } from "vitest";
import { cardLinesIn, cardNumbersIn, findCardNumbers } from "../support/checks/cardNumbers.ts";

test.each([
  "4242424242424242",
  "4242 4242 4242 4242",
  "4242-4242.4242\u00a04242",
  "x4242  424242424242y",
  "4,2,4,2 4242 4242 4242",
])("a test card's number is found in %j", (text) => {
  expect(cardNumbersIn(`say ${text}.`)).toEqual(["4242424242424242"]);
  expect(cardNumbersIn(Buffer.from(text, "utf8").toString("latin1"))).toEqual(["4242424242424242"]);
});

test("any card number is found in free text; phone numbers, times, amounts and device ids aren't", () => {
  expect(cardLinesIn("my card is\n4012 8888 8888 1881 thanks")).toEqual(["4012 8888 8888 1881 thanks"]);
  // Not published test numbers, and without a word next to them.
  expect(cardLinesIn("371234567890120")).toEqual(["371234567890120"]);
  expect(cardLinesIn("see 4539578763621486")).toEqual(["see 4539578763621486"]);
  expect(cardLinesIn("4012888888881882")).toEqual([]);
  expect(cardLinesIn("+15125550188 at 1795468093565 for 12.50, 490154203237518")).toEqual([]);
});

test("a number in the database is found before and after the write-ahead log is merged", () => {
  const file = join(mkdtempSync(join(tmpdir(), "callboard-test-")), "planted.db");
  copyFileSync(inject("prepared").file, file);
  expect(findCardNumbers(file)).toEqual([]);
  const db = new DatabaseSync(file);
  db.exec("UPDATE people SET name = 'Ava 4242 4242 4242 4242' WHERE email LIKE 'ava@%'");
  db.exec("UPDATE people SET name = 'Ben 4012 8888 8888 1881' WHERE email LIKE 'ben@%'");
  const both = ["4242424242424242", "Ava 4242 4242 4242 4242", "Ben 4012 8888 8888 1881"];
  expect(findCardNumbers(file).toSorted()).toEqual(both);
  db.close();
  expect(findCardNumbers(file).toSorted()).toEqual(both);
  rmSync(dirname(file), { recursive: true });
});
