import { entryFilters } from "@callboard/domain/balance/schema";
import { idSchema, text, zoneSchema } from "@callboard/domain/core/fieldSchemas";
import { ChangesInput } from "@callboard/domain/history/schema";
import { AgentTimeInput, CallReportInput } from "@callboard/domain/reports/schema";
import { numberFilters } from "@callboard/domain/numbers/listSchema";
import { ITEM_STATES } from "@callboard/domain/runs/types";
import { StatementInput } from "@callboard/domain/statements/schema";
import * as z from "zod/mini";
import type { CsvColumn, CsvPage } from "../../files/csvWriter.ts";
import { readPage } from "../../store/search/lists.ts";
import { findOne } from "../../store/queries.ts";
import type { AccountContext } from "../../auth/sessionCache.ts";
import { readEntryViews } from "../../features/balance/entryViews.ts";
import { entryColumns } from "../../features/balance/exportColumns.ts";
import { readPayer } from "../../store/reads/payer.ts";
import { changeColumns, changeRows } from "../../features/history/exportColumns.ts";
import { numberColumns } from "../../features/numbers/exportColumns.ts";
import { numberRows } from "../../features/numbers/numberRows.ts";
import { numberSearch, numberIndex } from "../../features/numbers/editNumbersRun.ts";
import { agentTimeRows, callRows, teamTimeRows } from "../../features/reports/exportRows.ts";
import { checkSubAccountPermission, itemColumns, readItems } from "../../runs/report.ts";
import type { Scope } from "../../store/scope.ts";
import { read } from "../../store/commit.ts";
import { statementColumns, statementRows } from "../../features/statements/csv.ts";
import { makeStatement } from "../../features/statements/makeStatement.ts";
import { statementView } from "../../features/statements/statementView.ts";

/** Rows read at a time. */
export const PAGE = 500;

/** A downloadable file: its name, its columns, and the source of its rows. */
export interface ExportFile<R> {
  name: string;
  columns: readonly CsvColumn<R>[];
  readPage: (after: string | number | null) => Promise<CsvPage<R>>;
}
/** Makes a file from a request's parameters. Throws if they are invalid. */
export type MakeExportFile = (scope: Scope, context: AccountContext, input: unknown) => Promise<ExportFile<any>>;

const NumbersFileInput = z.object({
  ...numberFilters,
  by: z._default(z.enum(["name", "number"]), "name"),
  descending: z._default(z.stringbool(), false),
});

/** The numbers that the list shows with the same filters. */
export const numbersFile: MakeExportFile = async (scope, context, input) => {
  const { by, descending, ...filter } = z.parse(NumbersFileInput, input);
  const search = numberSearch(filter);
  return {
    name: "Numbers",
    columns: numberColumns(context.zone),
    readPage: async (after) => {
      const cursor = after === null ? null : String(after);
      const matches = await readPage(
        scope,
        "number",
        { by: numberIndex(filter, by), descending, limit: PAGE, after: cursor },
        search,
      );
      return { rows: await numberRows(scope, context, matches.docs), next: matches.next };
    },
  };
};

const RunFileInput = z.object({ run: idSchema, state: z.optional(z.enum(ITEM_STATES)) });

/** The complete report of a run. */
export const runFile: MakeExportFile = async (scope, context, input) => {
  const { run: id, state } = z.parse(RunFileInput, input);
  const { run } = await read(scope, { run: findOne("run", id) });
  checkSubAccountPermission(run, scope);
  return {
    name: `Report ${run.data.title}`,
    columns: itemColumns(context.zone),
    readPage: async (after) => {
      const filter = { run: id, state, after: after === null ? null : Number(after), limit: PAGE };
      const page = await readItems(scope, filter);
      return { rows: page.items, next: page.next };
    },
  };
};

/** The report as the screen shows it: everybody's time, or one agent's by day. */
export const teamTimeFile: MakeExportFile = (scope, _context, input) => {
  const { first, last } = z.parse(z.pick(AgentTimeInput, { first: true, last: true }), input);
  return teamTimeRows(scope, { first, last }, PAGE);
};
export const agentTimeFile: MakeExportFile = (scope, _context, input) =>
  agentTimeRows(scope, z.parse(AgentTimeInput, input));

export const callsFile: MakeExportFile = (scope, _context, input) =>
  callRows(scope, z.parse(CallsFileInput, input), PAGE);
const CallsFileInput = z.pick(CallReportInput, { first: true, last: true, by: true });

const ChangesFileInput = z.object({
  ...ChangesInput.shape,
  from: z.optional(z.coerce.number().check(z.int())),
  to: z.optional(z.coerce.number().check(z.int())),
  zone: z.optional(zoneSchema),
});

/** The complete filtered change history. */
export const changesFile: MakeExportFile = async (scope, context, input) => {
  const { zone = context.zone, ...filter } = z.parse(ChangesFileInput, input);
  return {
    name: "Changes",
    columns: changeColumns(zone),
    readPage: (after) => changeRows(scope, { zone }, filter, after === null ? undefined : Number(after), PAGE),
  };
};

const EntriesFileInput = z.object({
  from: z.optional(z.coerce.number().check(z.int())),
  to: z.optional(z.coerce.number().check(z.int())),
  types: z.optional(text(400)),
  search: entryFilters.search,
  zone: z.optional(zoneSchema),
});
const EntryTypesInput = z.object({ types: entryFilters.types });

/** The account's entries, with the filters of the page. */
export const entriesFile: MakeExportFile = async (scope, context, input) => {
  const { zone = context.zone, types, ...filter } = z.parse(EntriesFileInput, input);
  const entryFilter = {
    ...filter,
    ...z.parse(EntryTypesInput, types === undefined ? {} : { types: types.split(",") }),
  };
  const { currency } = await readPayer(scope);
  return {
    name: "Entries",
    columns: entryColumns(zone, currency),
    readPage: async (after) => {
      const page = { beforePosition: after === null ? null : Number(after), limit: PAGE };
      const { entries, next } = await readEntryViews(scope, { zone, currency }, entryFilter, page);
      return { rows: entries, next };
    },
  };
};

/** A statement's lines including balances and rounding, so that they add up. */
export const statementFile: MakeExportFile = async (scope, _context, input) => {
  const statement = await makeStatement(scope, z.parse(StatementInput, input));
  const view = await statementView(scope, statement);
  return {
    name: `Statement ${view.first} ${view.last}`,
    columns: statementColumns(view),
    readPage: async () => ({ rows: statementRows(view), next: null }),
  };
};
