import { recordsAfterStmt } from "../../store/recordStatements.ts";
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { canReadKind, canReadRecord } from "@callboard/domain/core/permissions";
import { anyKind, type KindName, KINDS } from "@callboard/domain/core/records";
import { en } from "@callboard/domain/core/messages/en";
import { render } from "@callboard/domain/core/message";
import { sliceCode } from "@callboard/domain/core/text/text";
import { ZipFile } from "yazl";
import { type CsvColumn, toCsv } from "../../files/csvWriter.ts";
import { changesFile, entriesFile, type ExportFile, PAGE } from "./files.ts";
import { parseData, findOne } from "../../store/queries.ts";
import { readDocument, readSentStatements } from "../../features/statements/reads.ts";
import type { AccountContext } from "../../auth/sessionCache.ts";
import { readPayerAndAgency, checkAction, agencyAccounts, accountQueries } from "../../store/reads/accountFacts.ts";
import type { Scope } from "../../store/scope.ts";
import { read } from "../../store/commit.ts";
import { localeIn, DEFAULT_LOCALE } from "../../store/locale.ts";

/** How people prepared a change, and data that only this program uses, are not part of an account's data. */
const EXCLUDED_KINDS: readonly KindName[] = ["proposal", "readMarker", "alertChoices", "pin"];

/** A file of the export, as listed in its manifest. */
interface ManifestEntry {
  name: string;
  bytes: number;
  rows: number;
  sha256: string;
}

/**
 * Everything that an account owns, as one streamed file: every kind of record, the history and the entries as CSV and
 * JSON, statements as they were sent, and last a manifest with each file's digest. Only one page of rows is in memory
 * at a time. `guard` adds a permission check to each read. Throws `forbidden` if the agency pays and the caller isn't
 * one of its people.
 */
export async function exportAccount(
  scope: Scope,
  context: AccountContext,
  guard: <A, R>(readPage: (after: A) => Promise<R>) => (after: A) => Promise<R>,
): Promise<{ name: string; stream: ReadableStream<Uint8Array> }> {
  const { account } = await read(scope, { account: findOne("account", scope.account) });
  const payerAndAgency = await readPayerAndAgency(scope);
  const agencyScope = { ...scope, relatedAccounts: agencyAccounts(payerAndAgency) };
  checkAction("export", await read(agencyScope, accountQueries(payerAndAgency, agencyScope)), scope);
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  const entries: ManifestEntry[] = [];
  let currentFile: Readable | null = null;
  const addFile = (name: string, pieces: () => AsyncGenerator<Chunk>) =>
    zip.addReadStreamLazy(name, { mtime: new Date(scope.now) }, (startFile) => {
      currentFile = Readable.from(countChunks(name, pieces(), entries), { objectMode: false });
      // Without a listener an error would end the server.
      currentFile.on("error", (error) => output.destroy(error));
      startFile(null, currentFile);
    });
  // A file that can't be read aborts the download, and an aborted download stops reading the current file.
  zip.on("error", (error: Error) => output.destroy(error));
  // `toLazyStream` reports its errors; without a listener they would end the server.
  output.on("error", () => {});
  output.once("close", () => currentFile?.destroy());
  const files: { name: string; open: () => Promise<ExportFile<any>> }[] = [
    ...(Object.keys(KINDS) as KindName[])
      .filter((kind) => !EXCLUDED_KINDS.includes(kind) && canReadKind(scope.membership, anyKind(kind)))
      .map((kind) => ({ name: `records/${kind}`, open: async () => recordsFile(scope, kind) })),
    { name: "history", open: () => changesFile(scope, context, {}) },
    { name: "entries", open: () => entriesFile(scope, context, {}) },
  ];
  for (const { name, open } of files) {
    const openGuarded = async () => {
      const file = await open();
      return { ...file, readPage: guard(file.readPage) };
    };
    addFile(`${name}.csv`, () => csvChunks(openGuarded));
    addFile(`${name}.json`, () => jsonChunks(openGuarded));
  }
  for (const { id, first, last } of await readSentStatements(scope))
    addFile(`statements/${first} ${last} ${sliceCode(id, -6)}.pdf`, () => documentChunks(scope, id));
  const header = {
    product: "Callboard",
    format: 1,
    account: account.data.name,
    id: account.id,
    madeAt: isoTime(scope.now),
  };
  addFile("manifest.json", () => manifestChunks(header, entries));
  zip.end();
  return {
    name: account.data.name,
    stream: toLazyStream(output),
  };
}

/** Reads one piece whenever the reader asks for more. Node's own conversion reads on for a moment after it is gone. */
function toLazyStream(from: Readable): ReadableStream<Uint8Array> {
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

/** A piece of a file and the number of rows in it. */
interface Chunk {
  bytes: Uint8Array;
  rows: number;
}

const encoder = new TextEncoder();
const chunk = (text: string, rows = 0): Chunk => ({ bytes: encoder.encode(text), rows });
const isoTime = (at: number): string => new Date(at).toISOString();

/** Passes a file's pieces on, and adds the file to the manifest at its end. */
async function* countChunks(
  name: string,
  pieces: AsyncGenerator<Chunk>,
  entries: ManifestEntry[],
): AsyncGenerator<Uint8Array> {
  const digest = createHash("sha256");
  const totals = { bytes: 0, rows: 0 };
  for await (const { bytes, rows } of pieces) {
    digest.update(bytes);
    totals.bytes += bytes.byteLength;
    totals.rows += rows;
    yield bytes;
  }
  entries.push({ name, ...totals, sha256: digest.digest("hex") });
}

async function* pagesOf<R>(file: ExportFile<R>): AsyncGenerator<readonly R[]> {
  for (let after: string | number | null = null, isFirst = true; isFirst || after !== null; isFirst = false) {
    const { rows, next } = await file.readPage(after);
    yield rows;
    after = next;
  }
}

async function* csvChunks(open: () => Promise<ExportFile<any>>): AsyncGenerator<Chunk> {
  const file = await open();
  let isFirst = true;
  for await (const rows of pagesOf(file)) {
    yield chunk(toCsv(file.columns, rows, isFirst), rows.length);
    isFirst = false;
  }
}

/** A row as an object: a record with all stored fields, anything else with its columns by title. */
async function* jsonChunks(open: () => Promise<ExportFile<any>>): AsyncGenerator<Chunk> {
  const { columns, ...file } = await open();
  let separator = "[";
  for await (const rows of pagesOf({ columns, ...file }))
    for (const row of rows) {
      const value = row.document ?? Object.fromEntries(columns.map((column) => [column.title, column.value(row)]));
      yield chunk(`${separator}\n${JSON.stringify(value)}`, 1);
      separator = ",";
    }
  yield chunk(separator === "[" ? "[]\n" : "\n]\n");
}

async function* documentChunks(scope: Scope, id: string): AsyncGenerator<Chunk> {
  yield { bytes: (await readDocument(scope, id)).bytes, rows: 1 };
}

/** Generated last, when all other files are in `entries`. */
async function* manifestChunks(header: object, entries: readonly ManifestEntry[]): AsyncGenerator<Chunk> {
  yield chunk(`${JSON.stringify({ ...header, files: entries }, null, 2)}\n`);
}

interface RecordRow {
  id: string;
  version: number;
  at: number;
  data: Record<string, unknown>;
  document: object;
}

/** All records of a kind, with a column for each field under its label. */
function recordsFile(scope: Scope, kind: KindName): ExportFile<RecordRow> {
  const { labels } = anyKind(kind);
  const fields = Object.entries(labels).map(([field, key]): CsvColumn<RecordRow> => ({
    title: render(en, { key, values: {} }, localeIn(DEFAULT_LOCALE, "UTC")),
    value: ({ data }) => textOf(data[field]),
  }));
  return {
    name: kind,
    columns: [
      { title: "Id", value: ({ id }) => id },
      { title: "Version", value: ({ version }) => version },
      { title: "Changed (UTC)", value: ({ at }) => isoTime(at) },
      ...fields,
    ],
    async readPage(after) {
      const [rows] = await scope.db.read([recordsAfterStmt(scope.account, kind, String(after ?? ""), PAGE)]);
      const readableRows = rows!.filter((row) =>
        canReadRecord(scope.membership, anyKind(kind), parseData(kind, row) as object),
      );
      const page = readableRows.map((row): RecordRow => {
        const [id, version, at] = [String(row.id), Number(row.version), Number(row.at)];
        const data = parseData(kind, row) as Record<string, unknown>;
        return { id, version, at, data, document: { id, version, at: isoTime(at), ...data } };
      });
      return { rows: page, next: rows!.length < PAGE ? null : String(rows!.at(-1)!.id) };
    },
  };
}

function textOf(value: unknown): string | number {
  if (value === null || value === undefined) return "";
  return typeof value === "number" || typeof value === "string" ? value : JSON.stringify(value);
}
