import { entryFilters } from "@callboard/domain/balance.schema";
import { idSchema, text, zoneSchema } from "@callboard/domain/fields.schema";
import { ChangesAsk } from "@callboard/domain/history.schema";
import { numberFilters } from "@callboard/domain/numberList.schema";
import { ITEM_STATES } from "@callboard/domain/runs";
import { StatementAsk } from "@callboard/domain/statements.schema";
import * as z from "zod/mini";
import type { Column, Rows } from "./csvOut.ts";
import { readPage } from "./lists.ts";
import { one } from "./needs.ts";
import type { Place } from "./rooms/access/doorkeeper.ts";
import { entriesInWords } from "./rooms/balance/entries.ts";
import { entryColumns } from "./rooms/balance/export.ts";
import { payerHere } from "./rooms/balance/payer.ts";
import { changeColumns, changeRows } from "./rooms/history/export.ts";
import { numberColumns } from "./rooms/tracking/export.ts";
import { numberRows } from "./rooms/tracking/numberRows.ts";
import { searchOf, sortOf } from "./runs/editNumbers.ts";
import { checkBelow, itemColumns, readItems } from "./runs/report.ts";
import type { Scope } from "./scope.ts";
import { look } from "./store.ts";
import { statementColumns, statementRows } from "./statements/csv.ts";
import { makeStatement } from "./statements/made.ts";
import { tellStatement } from "./statements/told.ts";

export const PAGE = 500;

/** A file that somebody may ask for: how it is called, its columns, and where its rows come from. */
export interface File<R> {
  name: string;
  columns: readonly Column<R>[];
  more: (after: string | number | null) => Promise<Rows<R>>;
}
export type Make = (scope: Scope, place: Place, asked: unknown) => Promise<File<any>>;

const NumbersAsked = z.object({
  ...numberFilters,
  by: z._default(z.enum(["name", "number"]), "name"),
  descending: z._default(z.stringbool(), false),
});

/** The list of numbers, with the filters of the list. */
export const numbersFile: Make = async (scope, place, asked) => {
  const { by, descending, ...filter } = z.parse(NumbersAsked, asked);
  const search = searchOf(filter);
  return {
    name: "Numbers",
    columns: numberColumns(place.zone),
    more: async (after) => {
      const from = after === null ? null : String(after);
      const found = await readPage(
        scope,
        "number",
        { by: sortOf(filter, by), descending, limit: PAGE, after: from },
        search,
      );
      return { rows: await numberRows(scope, place, found.docs), next: found.next };
    },
  };
};

const RunAsked = z.object({ run: idSchema, state: z.optional(z.enum(ITEM_STATES)) });

/** The complete report of a run. */
export const runFile: Make = async (scope, place, asked) => {
  const { run: id, state } = z.parse(RunAsked, asked);
  const { run } = await look(scope, { run: one("run", id) });
  checkBelow(run, scope);
  return {
    name: `Report ${run.data.title}`,
    columns: itemColumns(place.zone),
    more: async (after) => {
      const ask = { run: id, state, after: after === null ? null : Number(after), limit: PAGE };
      const found = await readItems(scope, ask);
      return { rows: found.items, next: found.next };
    },
  };
};

const ChangesAsked = z.object({
  ...ChangesAsk.shape,
  from: z.optional(z.coerce.number().check(z.int())),
  to: z.optional(z.coerce.number().check(z.int())),
  zone: z.optional(zoneSchema),
});

/** The whole of the filtered change history. */
export const changesFile: Make = async (scope, place, asked) => {
  const { zone = place.zone, ...filter } = z.parse(ChangesAsked, asked);
  return {
    name: "Changes",
    columns: changeColumns(zone),
    more: (after) => changeRows(scope, { zone }, filter, after === null ? undefined : Number(after), PAGE),
  };
};

const EntriesAsked = z.object({
  from: z.optional(z.coerce.number().check(z.int())),
  to: z.optional(z.coerce.number().check(z.int())),
  types: z.optional(text(400)),
  search: entryFilters.search,
  zone: z.optional(zoneSchema),
});
const Types = z.object({ types: entryFilters.types });

/** The account's entries, with the filters of the page. */
export const entriesFile: Make = async (scope, place, asked) => {
  const { zone = place.zone, types, ...filter } = z.parse(EntriesAsked, asked);
  const wanted = { ...filter, ...z.parse(Types, types === undefined ? {} : { types: types.split(",") }) };
  const { currency } = await payerHere(scope);
  return {
    name: "Entries",
    columns: entryColumns(zone, currency),
    more: async (after) => {
      const stretch = { before: after === null ? null : Number(after), limit: PAGE };
      const { entries, next } = await entriesInWords(scope, { zone, currency }, wanted, stretch);
      return { rows: entries, next };
    },
  };
};

/** A statement's lines, complete: with its balances and what rounding leaves over they add up. */
export const statementFile: Make = async (scope, _place, asked) => {
  const made = await makeStatement(scope, z.parse(StatementAsk, asked));
  const told = await tellStatement(scope, made);
  return {
    name: `Statement ${told.first} ${told.last}`,
    columns: statementColumns(told),
    more: async () => ({ rows: statementRows(told), next: null }),
  };
};
