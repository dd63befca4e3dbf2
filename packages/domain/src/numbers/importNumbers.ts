import { monthsAfter } from "../core/calendar.ts";
import { create, type Effect } from "../core/effect.ts";
import { fail } from "../core/failure.ts";
import { formatPhoneNumber } from "./phoneNumber.ts";
import { message } from "../core/message.ts";
import type { ItemResult } from "../runs/rules.ts";
import { checkCapacity, type PlanCapacity } from "../plans/catalogue.ts";
import { truncateText, isValidText } from "../core/text/text.ts";
import { checkRoutingTarget, type RoutingRecords } from "./rules.ts";
import type { NumberKind, RoutingTarget } from "./types.ts";
import type { Instant } from "../core/time.ts";
import { nameKey } from "../core/text/names.ts";
import { normalizeForSearch } from "../core/text/search.ts";
import { unguardFormulas } from "../core/text/spreadsheet.ts";

export const FILE_MAX_BYTES = 10 * 1024 * 1024;

/** Each column's position in a file; null if it is missing. */
export interface Columns {
  count: number;
  number: number;
  name: number | null;
  source: number | null;
  route: number | null;
}

/** A line as typed, with its cells by column. */
export interface TypedRow {
  number: string;
  name: string;
  source: string;
  route: string;
}

/** A line that can be imported, stored until its turn. */
export interface ImportItem {
  e164: string;
  name: string;
  kind: NumberKind;
  source: string | null;
  route: RoutingTarget | null;
}

/** Accepted column titles in any case, including those of our own export. */
const TITLES: Record<"number" | "name" | "source" | "route", readonly string[]> = {
  number: ["number", "tracking number", "phone number"],
  name: ["name"],
  source: ["source", "tracking source"],
  route: ["route", "calls go to", "receiving number", "receiving number or queue"],
};
/** Further columns of an export, which an import ignores. */
const IGNORED_TITLES: readonly string[] = ["kind", "state", "stopped", "paused", "monthly fee", "renews"];

/** Parses the header. Throws for unknown columns instead of silently dropping them. */
export function parseHeader(header: readonly string[]): Columns {
  const titles = header.map((title) => normalizeForSearch(title.trim()));
  // Spreadsheets add a comma at the end of each line; it isn't a column.
  while (titles.at(-1) === "") titles.pop();
  const knownTitles = [...Object.values(TITLES).flat(), ...IGNORED_TITLES];
  const columnOf = (names: readonly string[]): number | null => {
    const matches = titles.flatMap((title, index) => (names.includes(title) ? [index] : []));
    if (matches.length > 1)
      fail(
        "invalid",
        "numbers.import.duplicateColumn",
        { column: truncateText(header[matches[1]!]!.trim(), 60) },
        "text",
      );
    return matches[0] ?? null;
  };
  const number = columnOf(TITLES.number);
  if (number === null) fail("invalid", "numbers.import.noNumberColumn", {}, "text");
  const unknownTitles = titles.flatMap((title, index) =>
    knownTitles.includes(title) ? [] : [header[index]!.trim() || "—"],
  );
  if (unknownTitles.length > 0)
    fail(
      "invalid",
      "numbers.import.columnsUnknown",
      {
        columns: unknownTitles
          .slice(0, 10)
          .map((title) => truncateText(title, 60))
          .join(", "),
      },
      "text",
    );
  return {
    count: titles.length,
    number,
    name: columnOf(TITLES.name),
    source: columnOf(TITLES.source),
    route: columnOf(TITLES.route),
  };
}

/** The cells by column. Throws for too many or too few cells: assigning them would be a guess. */
export function parseRow(cells: readonly string[], columns: Columns): TypedRow {
  const extra = cells.slice(columns.count).some((cell) => cell.trim() !== "");
  if (cells.length < columns.count || extra)
    fail("invalid", "numbers.import.cells", { count: cells.length, wanted: columns.count });
  if (cells.some((cell) => cell.includes("\uFFFD") || !isValidText(cell)))
    fail("invalid", "numbers.import.invalidLine");
  const cell = (index: number | null): string => (index === null ? "" : unwrapCell(cells[index]!.trim()));
  return {
    number: cell(columns.number),
    name: cell(columns.name),
    source: cell(columns.source),
    route: cell(columns.route),
  };
}

/**
 * `="+1 512…"` makes a spreadsheet treat a cell as text. In other cells the guards that our export writes are removed.
 */
function unwrapCell(cell: string): string {
  const [, text] = /^="((?:[^"]|"")*)"$/.exec(cell) ?? [];
  return text === undefined ? unguardFormulas(cell) : text.replaceAll('""', '"').trim();
}

/** The records that lines refer to, looked up once for the whole file, by name key. */
export interface ImportLookups {
  sources: ReadonlyMap<string, string>;
  receivers: ReadonlyMap<string, readonly string[]>;
  receiversByNumber: ReadonlyMap<string, string>;
  queues: ReadonlyMap<string, string>;
}

export function findSourceByName(typed: string, { sources }: ImportLookups): string | null {
  if (typed === "") return null;
  return sources.get(nameKey(typed)) ?? fail("invalid", "numbers.import.noSource", { source: typed }, "source");
}

const QUEUE = /^queue\s*:\s*/i;
const RECEIVER = /^receiving number\s*:\s*/i;
const NUMBER_IN_PARENTHESES = /^(.*\S)\s*\((\+[\d ]+)\)$/s;

/** A routing target as written to a file, so that it can be read back whatever other records are called. */
export function formatRouteCell(to: RoutingTarget["to"], name: string, number: string | null): string {
  if (to === "queue") return `Queue: ${name}`;
  return `${QUEUE.test(name) || RECEIVER.test(name) ? "Receiving number: " : ""}${name} (${number})`;
}

/** Parses a routing target: its name, a receiving number's digits as typed, and the kind if the cell names `only` one. */
export function parseRouteCell(cell: string): { only: RoutingTarget["to"] | null; name: string; number: string } {
  if (QUEUE.test(cell)) return { only: "queue", name: cell.replace(QUEUE, ""), number: "" };
  const name = cell.replace(RECEIVER, "");
  // Without parentheses the whole cell may be a number.
  const [, , number = name] = NUMBER_IN_PARENTHESES.exec(name) ?? [];
  return { only: RECEIVER.test(cell) ? "receiver" : null, name, number };
}

/** Finds a receiving number by digits or name, or a queue by name; `e164`: the digits as a number, if they are one. */
export function findRoute(typed: string, e164: string | null, lookups: ImportLookups): RoutingTarget | null {
  if (typed === "") return null;
  const { only, name } = parseRouteCell(typed);
  const byNumber = e164 === null ? undefined : lookups.receiversByNumber.get(e164);
  if (byNumber) return { to: "receiver", id: byNumber };
  const queue = only === "receiver" ? undefined : lookups.queues.get(nameKey(name));
  const receivers = only === "queue" ? [] : (lookups.receivers.get(nameKey(name)) ?? []);
  if (receivers.length + (queue ? 1 : 0) > 1) fail("invalid", "numbers.import.routeUnclear", { route: typed }, "route");
  if (receivers[0]) return { to: "receiver", id: receivers[0] };
  if (queue) return { to: "queue", id: queue };
  return fail("invalid", "numbers.import.noRoute", { route: typed }, "route");
}

/**
 * Imports one line. Its routing target must still exist; the store's unique keys decide whether the number is free. Its
 * first month was paid at the previous provider, so fees begin with the first renewal.
 */
export function importNumber(
  account: string,
  item: ImportItem,
  { capacity, ...references }: RoutingRecords & { capacity: PlanCapacity },
  id: string,
  { now, zone }: { now: Instant; zone: string },
): ItemResult {
  checkRoutingTarget(item, references);
  checkCapacity(capacity);
  const data = { ...item, stopped: null, paused: null, frozen: null, origin: "imported" } as const;
  const effect: Effect = create(
    account,
    "number",
    id,
    {
      ...data,
      state: { is: "active", since: now },
      renewsAt: monthsAfter(now, 1, zone),
      billingAnchor: now,
      graceUntil: null,
    },
    { action: message("numbers.didImport", { number: formatPhoneNumber(item.e164) }) },
  );
  return { effects: [effect], createdRecord: id };
}
