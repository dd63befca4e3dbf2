import { Failure } from "@callboard/domain/failure";
import type { Deed } from "@callboard/domain/access";
import { entryFilters } from "@callboard/domain/balance.schema";
import { idSchema, zoneSchema } from "@callboard/domain/fields.schema";
import { ChangesAsk } from "@callboard/domain/history.schema";
import { ITEM_STATES } from "@callboard/domain/runs";
import { numberFilters, tagsOf } from "@callboard/domain/numberList.schema";
import { type Context, Hono } from "hono";
import * as z from "zod/mini";
import { badInput } from "./bad-input.ts";
import { type Column, csvStream, type Rows } from "./csvOut.ts";
import { page } from "./lists.ts";
import { one } from "./needs.ts";
import { broken, refused } from "./refusal.ts";
import type { Place } from "./rooms/access/doorkeeper.ts";
import { entriesInWords } from "./rooms/balance/entries.ts";
import { entryColumns } from "./rooms/balance/export.ts";
import { payerHere } from "./rooms/balance/payer.ts";
import { changeColumns, changeRows } from "./rooms/history/export.ts";
import { numberColumns } from "./rooms/tracking/export.ts";
import { numberRows } from "./rooms/tracking/numberRows.ts";
import { checkBelow, itemColumns, itemPage } from "./runs/report.ts";
import type { Scope } from "./scope.ts";
import { look } from "./store.ts";
import { type Ctx, enter } from "./trpc.ts";

const PAGE = 500;

/** A file that somebody may ask for: how it is called, its columns, and where its rows come from. */
interface File<R> {
  name: string;
  columns: readonly Column<R>[];
  more: (after: string | number | null) => Promise<Rows<R>>;
}
type Make = (scope: Scope, place: Place, asked: unknown) => Promise<File<any>>;

const NumbersAsked = z.object({
  ...numberFilters,
  by: z._default(z.enum(["name", "number"]), "name"),
  descending: z._default(z.stringbool(), false),
});

/** The list of numbers, with the filters of the list. */
const numbersFile: Make = async (scope, place, asked) => {
  const { words, by, descending, ...filter } = z.parse(NumbersAsked, asked);
  const search = { words, tags: tagsOf(filter) };
  return {
    name: "Numbers",
    columns: numberColumns(place.zone),
    more: async (after) => {
      const ask = { by, descending, limit: PAGE, after: after === null ? null : String(after) };
      const { found } = await look(scope, { found: page("number", ask, search) });
      return { rows: await numberRows(scope, place, found.docs), next: found.next };
    },
  };
};

const RunAsked = z.object({ run: idSchema, state: z.optional(z.enum(ITEM_STATES)) });

/** The complete report of a run. */
const runFile: Make = async (scope, place, asked) => {
  const { run: id, state } = z.parse(RunAsked, asked);
  const { run } = await look(scope, { run: one("run", id) });
  checkBelow(run, scope);
  return {
    name: `Report ${run.data.title}`,
    columns: itemColumns(place.zone),
    more: async (after) => {
      const ask = { run: id, state, after: after === null ? null : Number(after), limit: PAGE };
      const { found } = await look(scope, { found: itemPage(ask) });
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
const changesFile: Make = async (scope, place, asked) => {
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
  types: z.optional(z.string()),
  search: entryFilters.search,
  zone: z.optional(zoneSchema),
});
const Types = z.object({ types: entryFilters.types });

/** The account's entries, with the filters of the page. */
const entriesFile: Make = async (scope, place, asked) => {
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

/** Downloads: plain GET with the headers of a call, let in by the same door. */
export function exportRoutes(contextOf: (c: Context) => Ctx): Hono {
  const app = new Hono();
  app.get("/numbers.csv", (c) => download(c, contextOf(c), numbersFile, ["read routing"]));
  app.get("/run.csv", (c) => download(c, contextOf(c), runFile, ["read routing"]));
  app.get("/history.csv", (c) => download(c, contextOf(c), changesFile, ["use the account", "read history"]));
  app.get("/entries.csv", (c) => download(c, contextOf(c), entriesFile, ["read the balance"]));
  return app;
}

async function download(c: Context, ctx: Ctx, make: Make, deeds: readonly Deed[]): Promise<Response> {
  try {
    const { scope, place } = await enter({ ...ctx, key: null }, deeds);
    const asked = Object.fromEntries(Object.entries(c.req.query()).filter(([, value]) => value !== ""));
    const { name, columns, more } = await make(scope, place, asked);
    const { account } = await look(scope, { account: one("account", scope.account) });
    const first = await more(null);
    c.header("content-type", "text/csv; charset=utf-8");
    c.header("cache-control", "no-store");
    c.header("content-disposition", attachment(`${name} ${account.data.name} ${dayOf(scope.now, place.zone)}.csv`));
    return c.body(csvStream(columns, first, more));
  } catch (error) {
    const failure = error instanceof Failure ? error : badInput(error);
    if (failure) return refused(c, failure);
    ctx.world.log.error({ err: error, path: c.req.path, request: ctx.request }, "unexpected error");
    return broken(c, ctx.request);
  }
}

const dayOf = (at: number, zone: string): string =>
  new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" }).format(at);

/** The name twice: in the letters that every browser takes, and as it is. */
function attachment(name: string): string {
  const clean = name.replace(/[\p{Cc}\\/:*?"<>|]+/gu, " ").replace(/\s+/g, " ");
  const plain = clean.normalize("NFKD").replace(/[^\x20-\x7E]/g, "");
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(clean).replace(/['()*]/g, escaped)}`;
}
const escaped = (sign: string): string => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;
