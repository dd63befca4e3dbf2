import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { readsKind, readsRecord } from "@callboard/domain/access";
import { anyKind, type KindName, KINDS } from "@callboard/domain/records";
import { en } from "@callboard/domain/messages/en";
import { render } from "@callboard/domain/phrase";
import { codePart } from "@callboard/domain/text";
import { ZipFile } from "yazl";
import { type Column, csvText } from "./csvOut.ts";
import { stmt } from "./db.ts";
import { changesFile, entriesFile, type File, PAGE } from "./exportFiles.ts";
import { dataOf, one } from "./needs.ts";
import { keptPaper, sentStatements } from "./papers.ts";
import type { Place } from "./rooms/access/doorkeeper.ts";
import { aroundHere, checkVerb, reachOf, wholeNeeds } from "./rooms/lifecycle/facts.ts";
import type { Scope } from "./scope.ts";
import { look } from "./store.ts";
import { readerIn, UNKNOWN } from "./locale.ts";

/** What people did on the way to a change, and what only this program looks at, is no part of what an account owns. */
const LEFT_OUT: readonly KindName[] = ["proposal", "looked", "pin"];

interface Listed {
  name: string;
  bytes: number;
  rows: number;
  sha256: string;
}

/**
 * All that an account owns, as one file in pieces: every kind of record and the history and the entries as CSV and JSON,
 * statements as they were sent, and last a manifest with the digest of each. A page of rows is in memory at a time.
 * Throws `forbidden` where the agency pays and its people do not ask.
 */
export async function bundle(
  scope: Scope,
  place: Place,
  guarded: <A, R>(more: (after: A) => Promise<R>) => (after: A) => Promise<R>,
): Promise<{ name: string; stream: ReadableStream<Uint8Array> }> {
  const { account } = await look(scope, { account: one("account", scope.account) });
  const around = await aroundHere(scope);
  const reaching = { ...scope, reach: reachOf(around) };
  checkVerb("export", await look(reaching, wholeNeeds(around, reaching)), scope);
  const zip = new ZipFile();
  const out = zip.outputStream as Readable;
  const listed: Listed[] = [];
  let reading: Readable | null = null;
  const add = (name: string, pieces: () => AsyncGenerator<Piece>) =>
    zip.addReadStreamLazy(name, { mtime: new Date(scope.now) }, (ready) => {
      reading = Readable.from(counted(name, pieces(), listed), { objectMode: false });
      // The library does not listen: unheard it would end the server.
      reading.on("error", (error) => out.destroy(error));
      ready(null, reading);
    });
  // A file that cannot be read breaks the download off; whoever stops reading stops the reading.
  zip.on("error", (error: Error) => out.destroy(error));
  out.on("error", () => {});
  out.once("close", () => reading?.destroy());
  const files: { name: string; file: () => Promise<File<any>> }[] = [
    ...(Object.keys(KINDS) as KindName[])
      .filter((kind) => !LEFT_OUT.includes(kind) && readsKind(scope.standing, anyKind(kind)))
      .map((kind) => ({ name: `records/${kind}`, file: async () => recordsFile(scope, kind) })),
    { name: "history", file: () => changesFile(scope, place, {}) },
    { name: "entries", file: () => entriesFile(scope, place, {}) },
  ];
  for (const { name, file: make } of files) {
    const file = async () => {
      const made = await make();
      return { ...made, more: guarded(made.more) };
    };
    add(`${name}.csv`, () => asCsv(file));
    add(`${name}.json`, () => asJson(file));
  }
  for (const { id, first, last } of await sentStatements(scope))
    add(`statements/${first} ${last} ${codePart(id, -6)}.pdf`, () => asPaper(scope, id));
  const head = { product: "Callboard", format: 1, account: account.data.name, id: account.id, madeAt: iso(scope.now) };
  add("manifest.json", () => asManifest(head, listed));
  zip.end();
  return {
    name: account.data.name,
    stream: pulled(out),
  };
}

/** A piece at a time, and only when the reader asks: Node's own way there goes on for a moment after the reader has gone. */
function pulled(from: Readable): ReadableStream<Uint8Array> {
  const pieces: AsyncIterator<Uint8Array> = from[Symbol.asyncIterator]();
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await pieces.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: () => void from.destroy(),
    },
    { highWaterMark: 0 },
  );
}

interface Piece {
  bytes: Uint8Array;
  rows: number;
}

const encoder = new TextEncoder();
const piece = (text: string, rows = 0): Piece => ({ bytes: encoder.encode(text), rows });
const iso = (at: number): string => new Date(at).toISOString();

async function* counted(name: string, pieces: AsyncGenerator<Piece>, listed: Listed[]): AsyncGenerator<Uint8Array> {
  const digest = createHash("sha256");
  const sums = { bytes: 0, rows: 0 };
  for await (const { bytes, rows } of pieces) {
    digest.update(bytes);
    sums.bytes += bytes.byteLength;
    sums.rows += rows;
    yield bytes;
  }
  listed.push({ name, ...sums, sha256: digest.digest("hex") });
}

async function* pagesOf<R>(file: File<R>): AsyncGenerator<readonly R[]> {
  for (let after: string | number | null = null, first = true; first || after !== null; first = false) {
    const { rows, next } = await file.more(after);
    yield rows;
    after = next;
  }
}

async function* asCsv(make: () => Promise<File<any>>): AsyncGenerator<Piece> {
  const file = await make();
  let first = true;
  for await (const rows of pagesOf(file)) {
    yield piece(csvText(file.columns, rows, first), rows.length);
    first = false;
  }
}

/** What the file says in columns, by their titles; a record whole as it is stored. */
async function* asJson(make: () => Promise<File<any>>): AsyncGenerator<Piece> {
  const { columns, ...file } = await make();
  let before = "[";
  for await (const rows of pagesOf({ columns, ...file }))
    for (const row of rows) {
      const value = row.whole ?? Object.fromEntries(columns.map((column) => [column.title, column.value(row)]));
      yield piece(`${before}\n${JSON.stringify(value)}`, 1);
      before = ",";
    }
  yield piece(before === "[" ? "[]\n" : "\n]\n");
}

async function* asPaper(scope: Scope, id: string): AsyncGenerator<Piece> {
  yield { bytes: (await keptPaper(scope, id)).bytes, rows: 1 };
}

// Read when its turn has come, which is last: by then every other file has been counted.
async function* asManifest(head: object, listed: readonly Listed[]): AsyncGenerator<Piece> {
  yield piece(`${JSON.stringify({ ...head, files: listed }, null, 2)}\n`);
}

interface Stored {
  id: string;
  version: number;
  at: number;
  data: Record<string, unknown>;
  whole: object;
}

/** All records of a kind: a column for each field, by the name that people know it by. */
function recordsFile(scope: Scope, kind: KindName): File<Stored> {
  const { labels } = anyKind(kind);
  const fields = Object.entries(labels).map(([field, key]): Column<Stored> => ({
    title: render(en, { key, values: {} }, readerIn(UNKNOWN, "UTC")),
    value: ({ data }) => textOf(data[field]),
  }));
  return {
    name: kind,
    columns: [
      { title: "Id", value: ({ id }) => id },
      { title: "Version", value: ({ version }) => version },
      { title: "Changed (UTC)", value: ({ at }) => iso(at) },
      ...fields,
    ],
    async more(after) {
      const [rows] = await scope.db.read([
        stmt(
          "SELECT id, version, at, shape, data FROM records WHERE account = ? AND kind = ? AND id > ? ORDER BY id LIMIT ?",
          scope.account,
          kind,
          after ?? "",
          PAGE,
        ),
      ]);
      const readable = rows!.filter((row) => readsRecord(scope.standing, anyKind(kind), dataOf(kind, row) as object));
      const found = readable.map((row): Stored => {
        const [id, version, at] = [String(row.id), Number(row.version), Number(row.at)];
        const data = dataOf(kind, row) as Record<string, unknown>;
        return { id, version, at, data, whole: { id, version, at: iso(at), ...data } };
      });
      return { rows: found, next: rows!.length < PAGE ? null : String(rows!.at(-1)!.id) };
    },
  };
}

function textOf(value: unknown): string | number {
  if (value === null || value === undefined) return "";
  return typeof value === "number" || typeof value === "string" ? value : JSON.stringify(value);
}
