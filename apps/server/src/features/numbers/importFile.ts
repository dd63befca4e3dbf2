import { setImmediate as yieldToEventLoop } from "node:timers/promises";
import { Failure, fail } from "@callboard/domain/core/failure";
import {
  type Columns,
  parseHeader,
  type ImportItem,
  findRoute,
  parseRouteCell,
  parseRow,
  findSourceByName,
  type TypedRow,
} from "@callboard/domain/numbers/importNumbers";
import { importRowSchema } from "@callboard/domain/numbers/importSchema";
import { type Country, numberKindOf, parsePhoneNumber, formatPhoneNumber } from "@callboard/domain/numbers/phoneNumber";
import { message, type Message } from "@callboard/domain/core/message";
import { toPlainLine } from "@callboard/domain/core/text/text";
import { nameKey } from "@callboard/domain/core/text/names";
import { badInput } from "../../rpc/badInput.ts";
import { type Line, readCsv } from "../../files/csvReader.ts";
import type { Scope } from "../../store/scope.ts";
import { rejectTakenNumbers, readImportLookups } from "./reads.ts";
import type { NewItem } from "../../runs/items.ts";

interface ParsedLine {
  line: number;
  /** The number as people read it; as typed if it isn't valid. */
  about: string;
  /** Null if the line is rejected. */
  row: TypedRow | null;
  e164: string;
  rejected?: Message;
}

/** Stands for bytes that aren't valid UTF-8. */
const REPLACEMENT_CHARACTER = "\uFFFD";

/**
 * Parses a file of tracking numbers: each line becomes an item, or is rejected with a one-sentence reason. `home`: the
 * country of numbers without a country code. Writes nothing.
 */
export async function readImport(scope: Scope, home: Country, text: string): Promise<NewItem[]> {
  const lines = await parseLines(text, home);
  const lookups = await findImportLookups(scope, lines, home);
  const items = await mapInChunks(lines, ({ line, about, row, e164, rejected }): NewItem => {
    if (row === null) return { n: line, about, input: null, rejected };
    return toItem({ n: line, about }, () => {
      const source = findSourceByName(row.source, lookups);
      const route = findRoute(row.route, parseNumber(parseRouteCell(row.route).number, home), lookups);
      return { e164, name: row.name || about, kind: numberKindOf(e164, home), source, route } satisfies ImportItem;
    });
  });
  return rejectTakenNumbers(scope, items);
}

async function parseLines(text: string, home: Country): Promise<ParsedLine[]> {
  const allLines: Line[] = [];
  for await (const line of readCsv(text)) allLines.push(line);
  const [header, ...lines] = allLines;
  const isInvalid = ({ cells }: Line) => cells.some((cell) => cell.includes(REPLACEMENT_CHARACTER));
  const invalid = (await mapInChunks(lines, isInvalid)).filter(Boolean).length;
  // A single unreadable character may be a typo; in the titles or in most lines it means that the encoding is wrong.
  if (isInvalid(header!) || invalid > lines.length / 2) fail("invalid", "numbers.import.notUtf8", {}, "text");
  const columns = parseHeader(header!.cells);
  if (lines.length === 0) fail("invalid", "numbers.import.noRows", {}, "text");
  const firstLines = new Map<string, number>();
  return mapInChunks(lines, (line) => parseLine(line, columns, home, firstLines));
}

const LINES_PER_CHUNK = 50;

/** Maps in chunks with a pause after each: parsing numbers takes time, and other calls are waiting. */
async function mapInChunks<T, R>(items: readonly T[], map: (item: T) => R): Promise<R[]> {
  const results: R[] = [];
  for (const [index, item] of items.entries()) {
    results.push(map(item));
    if (index % LINES_PER_CHUNK === LINES_PER_CHUNK - 1) await yieldToEventLoop();
  }
  return results;
}

/** `firstLines`: the line in which each number occurs first; a repeated number is rejected. */
function parseLine(
  { number, cells }: Line,
  columns: Columns,
  home: Country,
  firstLines: Map<string, number>,
): ParsedLine {
  const about = toPlainLine(cells[columns.number] ?? "", 40);
  let e164 = "";
  const { input, rejected } = toItem({ n: number, about }, () => {
    const row = parseRow(cells, columns);
    const parsed = importRowSchema.safeParse({ ...row, name: row.name || undefined });
    if (!parsed.success) throw badInput(parsed.error)!;
    e164 = parsePhoneNumber(row.number, home);
    const firstLine = firstLines.get(e164);
    if (firstLine !== undefined) fail("conflict", "numbers.import.duplicate", { line: firstLine });
    firstLines.set(e164, number);
    return row;
  });
  return {
    line: number,
    about: e164 === "" ? about : formatPhoneNumber(e164),
    row: input as TypedRow | null,
    e164,
    rejected: rejected!,
  };
}

/** The item's input, or the reason why it is rejected. */
function toItem(item: Pick<NewItem, "n" | "about">, parse: () => unknown): NewItem {
  try {
    return { ...item, input: parse() };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { ...item, input: null, rejected: message(error.key, error.values as never) };
  }
}

/** Looks up the records that the lines refer to, each name once, however many others the account has. */
function findImportLookups(scope: Scope, lines: readonly ParsedLine[], home: Country) {
  const cellsOf = (field: "source" | "route") => [
    ...new Set(lines.flatMap(({ row }) => (row && row[field] !== "" ? [row[field]] : []))),
  ];
  const routeKeys = cellsOf("route").flatMap((route) => {
    const { name, number } = parseRouteCell(route);
    const e164 = parseNumber(number, home);
    return [nameKey(name), ...(e164 === null ? [] : [e164])];
  });
  return readImportLookups(scope, [...new Set([...cellsOf("source").map(nameKey), ...routeKeys])]);
}

/** The number in E.164 form if the text is one, otherwise null. */
function parseNumber(typed: string, home: Country): string | null {
  // A name, or too few digits for a number.
  if (/\p{L}/u.test(typed.replace(/^tel:/i, "")) || !/(?:\p{Nd}\D*){6}/u.test(typed)) return null;
  try {
    return parsePhoneNumber(typed, home);
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}
