import { setImmediate as breath } from "node:timers/promises";
import { Failure, refuse } from "@callboard/domain/failure";
import {
  type Columns,
  columnsOf,
  type ImportItem,
  routeNamed,
  routeTyped,
  rowOf,
  sourceNamed,
  type TypedRow,
} from "@callboard/domain/numberImport";
import { ImportRow } from "@callboard/domain/numberImport.schema";
import { type Country, numberKindOf, readNumber, showNumber } from "@callboard/domain/phoneNumber";
import { phrase, type Phrase } from "@callboard/domain/phrase";
import { plainLine } from "@callboard/domain/text";
import { nameKey } from "@callboard/domain/names";
import { badInput } from "../bad-input.ts";
import { type Line, readCsv } from "../csv.ts";
import type { Scope } from "../scope.ts";
import { refuseTaken, thingsNamed } from "./importNumbers.ts";
import type { NewItem } from "./items.ts";

interface ReadLine {
  line: number;
  about: string;
  row: TypedRow | null;
  e164: string;
  refused?: Phrase;
}

const ODD = "\uFFFD";

/** Reads a file of tracking numbers: each line an item, or refused in one sentence. Nothing is written. */
export async function readImport(scope: Scope, home: Country, text: string): Promise<NewItem[]> {
  const lines = await linesOf(text, home);
  const named = await namedThings(scope, lines, home);
  const items = await inPieces(lines, ({ line, about, row, e164, refused }): NewItem => {
    if (row === null) return { n: line, about, input: null, refused };
    return attempted({ n: line, about }, () => {
      const source = sourceNamed(row.source, named);
      const route = routeNamed(row.route, numberIn(routeTyped(row.route).number, home), named);
      return { e164, name: row.name || about, kind: numberKindOf(e164, home), source, route } satisfies ImportItem;
    });
  });
  return refuseTaken(scope, items);
}

async function linesOf(text: string, home: Country): Promise<ReadLine[]> {
  const found: Line[] = [];
  for await (const one of readCsv(text)) found.push(one);
  const [header, ...lines] = found;
  const isOdd = ({ cells }: Line) => cells.some((cell) => cell.includes(ODD));
  const odd = (await inPieces(lines, isOdd)).filter(Boolean).length;
  // One letter may have been lost anywhere; where the titles or most lines have it, it is the file's encoding.
  if (isOdd(header!) || odd > lines.length / 2) refuse("invalid", "import.notUtf8", {}, "text");
  const columns = columnsOf(header!.cells);
  if (lines.length === 0) refuse("invalid", "import.noRows", {}, "text");
  const seen = new Map<string, number>();
  return inPieces(lines, (line) => readLine(line, columns, home, seen));
}

const PIECE = 50;

/** The same for each, with a pause after every few: reading a number takes time, and others wait. */
async function inPieces<T, R>(all: readonly T[], work: (one: T) => R): Promise<R[]> {
  const done: R[] = [];
  for (const [index, one] of all.entries()) {
    done.push(work(one));
    if (index % PIECE === PIECE - 1) await breath();
  }
  return done;
}

function readLine({ line, cells }: Line, columns: Columns, home: Country, seen: Map<string, number>): ReadLine {
  const about = plainLine(cells[columns.number] ?? "", 40);
  let e164 = "";
  const { input, refused } = attempted({ n: line, about }, () => {
    const row = rowOf(cells, columns);
    const read = ImportRow.safeParse({ ...row, name: row.name || undefined });
    if (!read.success) throw badInput(read.error)!;
    e164 = readNumber(row.number, home);
    const first = seen.get(e164);
    if (first !== undefined) refuse("conflict", "import.twice", { line: first });
    seen.set(e164, line);
    return row;
  });
  return {
    line,
    about: e164 === "" ? about : showNumber(e164),
    row: input as TypedRow | null,
    e164,
    refused: refused!,
  };
}

/** What a piece of reading gave, or the sentence by which it was refused. */
function attempted(item: Pick<NewItem, "n" | "about">, read: () => unknown): NewItem {
  try {
    return { ...item, input: read() };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { ...item, input: null, refused: phrase(error.key, error.values as never) };
  }
}

/** The things that its lines name, each asked for once, however many more the account has. */
function namedThings(scope: Scope, lines: readonly ReadLine[], home: Country) {
  const named = (field: "source" | "route") => [
    ...new Set(lines.flatMap(({ row }) => (row && row[field] !== "" ? [row[field]] : []))),
  ];
  const wanted = named("route").flatMap((route) => {
    const { name, number } = routeTyped(route);
    const e164 = numberIn(number, home);
    return [nameKey(name), ...(e164 === null ? [] : [e164])];
  });
  return thingsNamed(scope, [...new Set([...named("source").map(nameKey), ...wanted])]);
}

/** The number that a text is, where it is one. */
function numberIn(typed: string, home: Country): string | null {
  if (/\p{L}/u.test(typed.replace(/^tel:/i, "")) || !/(?:\p{Nd}\D*){6}/u.test(typed)) return null;
  try {
    return readNumber(typed, home);
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}
