import { sliceCode, repairText } from "@callboard/domain/core/text/text";
import { digestEras } from "../verify/ledger.ts";
import { type Database, type Row, type SqlValue, stmt, repairJson } from "../database/port.ts";
import { digestOf } from "../ledger/postings.ts";
import type { ScopeServices } from "../systemScope.ts";

const PIECE = 200;

/** Columns with people's texts, and each row's key. In JSON a lone surrogate is an escape. */
const TABLES = [
  { table: "people", key: ["id"], texts: ["name", "email"], json: [] },
  { table: "sessions", key: ["digest"], texts: ["device"], json: [] },
  { table: "mails", key: ["id"], texts: ["recipient", "subject", "text", "html"], json: [] },
  { table: "jobs", key: ["id"], texts: [], json: ["data"] },
  { table: "run_items", key: ["account", "run", "n"], texts: ["about"], json: ["input", "reason"] },
  { table: "records", key: ["account", "kind", "id"], texts: [], json: ["data"] },
] as const;

/**
 * Repairs invalid text that was stored before it was rejected, so that everything can be read from now on. The log
 * stays as written, with its digests: such characters are escaped in its JSON, and are repaired on reading.
 */
export async function wholeTexts({ db }: ScopeServices): Promise<void> {
  for (const one of TABLES) await wholeTable(db, one);
  await wholeUsage(db);
  await wholePostings(db);
}

async function wholeTable(db: Database, { table, key, texts, json }: (typeof TABLES)[number]): Promise<void> {
  const columns = [...texts, ...json];
  const odd = [
    ...texts.map(isOdd),
    ...json.map((column) => `(instr(${column}, '\\u0000') > 0 OR instr(${column}, '\\ud') > 0)`),
  ];
  const set = columns.map((column) => `${column} = ?`).join(", ");
  const [keys, marks] = [key.join(", "), Array(key.length).fill("?").join(", ")];
  let after: SqlValue[] | null = null;
  for (;;) {
    const beyond: string = after ? `(${keys}) > (${marks}) AND` : "";
    const [rows] = await db.read([
      stmt(
        `SELECT ${keys}, ${columns.map((column) => `hex(${column}) AS ${column}, ${column} IS NULL AS no_${column}`).join(", ")}
         FROM ${table} WHERE ${beyond} (${odd.join(" OR ")}) ORDER BY ${keys} LIMIT ${PIECE}`,
        ...(after ?? []),
      ),
    ]);
    if (rows!.length === 0) return;
    const whole = (row: Row, column: string): string | null => {
      if (row[`no_${column}`] === 1) return null;
      const text = textIn(row[column]);
      return (json as readonly string[]).includes(column) ? repairJson(repairText(text)) : repairText(text);
    };
    await db.script(
      rows!.map((row) =>
        stmt(
          `UPDATE ${table} SET ${set} WHERE (${keys}) = (${marks})`,
          ...columns.map((column) => whole(row, column)),
          ...key.map((name) => row[name] as SqlValue),
        ),
      ),
    );
    after = key.map((name) => rows!.at(-1)![name] as SqlValue);
  }
}

/** Two ids that differ only in invalid characters stay different: their bytes are appended. */
const wholeId = (hex: string): string => `${repairText(textIn(hex))} (${hex.toLowerCase()})`;

async function wholeUsage(db: Database): Promise<void> {
  const [[stays], rows] = (await db.read([
    stmt("SELECT sql FROM sqlite_schema WHERE name = 'usage_stays'"),
    stmt(
      `SELECT account, hex(id) AS id, hex(description) AS description, ${isOdd("id")} AS odd FROM usage
       WHERE ${isOdd("id")} OR ${isOdd("description")}`,
    ),
  ])) as [Row[], Row[]];
  if (rows.length === 0) return;
  await db.script([
    stmt("DROP TRIGGER usage_stays"),
    ...rows.map(({ account, id, description, odd }) =>
      stmt(
        "UPDATE usage SET id = ?, description = ? WHERE account = ? AND hex(id) = ?",
        odd === 1 ? wholeId(id) : textIn(id),
        repairText(textIn(description)),
        account,
        id,
      ),
    ),
    stmt(stays!.sql),
  ]);
}

/** A movement's digest covers its key: it is recomputed, but only if it was correct before. */
async function wholePostings(db: Database): Promise<void> {
  const eras = await digestEras(db);
  const [[stays], rows] = (await db.read([
    stmt("SELECT sql FROM sqlite_schema WHERE name = 'postings_stay'"),
    stmt(
      `SELECT seq, digest, from_book, to_book, micros, currency, memo, actor, booked_at, came_at, happened_at, type, quantity,
       corrects, gives_back, hex(key) AS hex FROM postings WHERE ${isOdd("key")}`,
    ),
  ])) as [Row[], Row[]];
  if (rows.length === 0) return;
  await db.script([
    stmt("DROP TRIGGER postings_stay"),
    ...rows.map((row) => {
      const key = wholeKey(row.hex);
      const wasRight = digestOf({ ...row, key: textIn(row.hex) }, eras) === row.digest;
      const digest = wasRight ? digestOf({ ...row, key }, eras) : row.digest;
      return stmt("UPDATE postings SET key = ?, digest = ? WHERE seq = ?", key, digest, row.seq);
    }),
    stmt(stays!.sql),
  ]);
}

/** The key of usage ends with its event's id, which changes accordingly. */
function wholeKey(hex: string): string {
  const front = /^usage:[^:]*:/.exec(textIn(hex))?.[0] ?? "";
  return front + wholeId(sliceCode(hex, 2 * front.length));
}

/** Lone surrogates as SQLite's JSON functions store them, or a NUL. No valid character has such bytes. */
function isOdd(column: string): string {
  const bytes = `CAST(${column} AS BLOB)`;
  const halves = Array.from({ length: 32 }, (_, at) => `instr(${bytes}, x'ED${(0xa0 + at).toString(16)}') > 0`);
  return `(instr(${bytes}, x'00') > 0 OR (instr(${bytes}, x'ED') > 0 AND (${halves.join(" OR ")})))`;
}

/** The original text, lone surrogates included, from its bytes. */
const textIn = (hex: string): string =>
  Buffer.from(hex, "hex")
    .toString("latin1")
    .split(/(\xED[\xA0-\xBF][\x80-\xBF])/)
    .map((part, at) => (at % 2 === 0 ? Buffer.from(part, "latin1").toString() : halfIn(part)))
    .join("");
const halfIn = (bytes: string): string =>
  String.fromCharCode(0xd000 | ((bytes.charCodeAt(1) & 0x3f) << 6) | (bytes.charCodeAt(2) & 0x3f));
