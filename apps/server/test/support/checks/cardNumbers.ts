import { existsSync, readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { containsCardNumber } from "@callboard/domain/core/text/cardNumber";
import { TEST_NUMBERS } from "../../../src/integrations/payments/sandbox/testCards.ts";

/** Separators that people put between digits: also as UTF-8 bytes, as files are read byte by byte. */
const DIGIT_SEPARATORS =
  /(?<=\d)(?:[\s\-._/,\u00a0\u2000-\u200b\u202f\u2060]|\u00c2\u00a0|\u00e2\u0080[\u0080-\u00af])+(?=\d)/g;

/** The test card numbers in a text, with any separators. */
export function cardNumbersIn(text: string): string[] {
  const joined = text.replace(DIGIT_SEPARATORS, "");
  return TEST_NUMBERS.filter((number) => text.includes(number) || joined.includes(number));
}

/** The lines that contain any card number: one possible number is enough. */
export const cardLinesIn = (text: string): string[] =>
  text.split("\n").filter((line) => containsCardNumber(line, "anywhere"));

/** Every column that can contain people's text, by table. */
const FREE_TEXT: Record<string, string> = {
  records: "data",
  changes: "data || coalesce(cause, '')",
  postings: "memo",
  usage: "description",
  mails: "subject || ' ' || text || ' ' || html",
  people: "name",
  commands: "answer",
  sessions: "device",
  jobs: "data",
  run_items: "title || ' ' || coalesce(input, '') || ' ' || coalesce(reason, '')",
};

/** Card numbers in a database: test cards' anywhere in the file and its write-ahead log, others in free text. */
export function findCardNumbers(file: string): string[] {
  const bytes = [file, `${file}-wal`].filter((path) => existsSync(path)).map((path) => readFileSync(path, "latin1"));
  const db = new DatabaseSync(file, { readOnly: true });
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all() as { name: string }[];
  const texts = tables.flatMap(({ name }) =>
    FREE_TEXT[name] ? (db.prepare(`SELECT ${FREE_TEXT[name]} AS text FROM ${name}`).all() as { text: string }[]) : [],
  );
  db.close();
  return [
    ...new Set([...bytes.flatMap(cardNumbersIn), ...texts.flatMap(({ text }) => stringsIn(text).flatMap(cardLinesIn))]),
  ];
}

/** The strings in a text that may be JSON; bare numbers in it are times and amounts. */
function stringsIn(text: string): string[] {
  return /^[[{"]/.test(text) ? (text.match(/"(?:[^"\\]|\\.)*"/g) ?? []) : [text];
}
