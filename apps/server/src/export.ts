import { Failure } from "@callboard/domain/failure";
import type { Deed } from "@callboard/domain/access";
import { entryFilters } from "@callboard/domain/balance.schema";
import { idSchema, zoneSchema } from "@callboard/domain/fields.schema";
import { ChangesAsk } from "@callboard/domain/history.schema";
import { ITEM_STATES } from "@callboard/domain/runs";
import { ReceiptAsk, StatementAsk } from "@callboard/domain/statements.schema";
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
import { statementColumns, statementRows } from "./statements/csv.ts";
import { makeStatement } from "./statements/made.ts";
import type { Order } from "./statements/paper/press.ts";
import { keptPaper } from "./papers.ts";
import { tellReceipt } from "./statements/receipts.ts";
import { tellStatement } from "./statements/told.ts";
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

/** A statement's lines, complete: with its balances and what rounding leaves over they add up. */
const statementFile: Make = async (scope, place, asked) => {
  const made = await makeStatement(scope, z.parse(StatementAsk, asked), place.zone);
  const told = await tellStatement(scope, made);
  return {
    name: `Statement ${told.first} ${told.last}`,
    columns: statementColumns(told),
    more: async () => ({ rows: statementRows(told), next: null }),
  };
};

type Paper = (scope: Scope, place: Place, asked: unknown) => Promise<{ name: string; order: Order }>;

const statementPaper: Paper = async (scope, place, asked) => {
  const told = await tellStatement(scope, await makeStatement(scope, z.parse(StatementAsk, asked), place.zone));
  return { name: `Statement ${told.account} ${told.first} ${told.last}`, order: { is: "statement", told } };
};

const receiptPaper: Paper = async (scope, place, asked) => {
  const told = await tellReceipt(scope, z.parse(ReceiptAsk, asked).entry, place.zone);
  return { name: `Receipt ${told.account} ${told.entry}`, order: { is: "receipt", told } };
};

/** Downloads: plain GET with the headers of a call, let in by the same door. */
export function exportRoutes(contextOf: (c: Context) => Ctx): Hono {
  const app = new Hono();
  app.get("/numbers.csv", (c) => download(c, contextOf(c), numbersFile, ["read routing"]));
  app.get("/run.csv", (c) => download(c, contextOf(c), runFile, ["read routing"]));
  app.get("/history.csv", (c) => download(c, contextOf(c), changesFile, ["use the account", "read history"]));
  app.get("/entries.csv", (c) => download(c, contextOf(c), entriesFile, ["read the balance"]));
  app.get("/statement.csv", (c) => download(c, contextOf(c), statementFile, ["read the balance"]));
  app.get("/statement.pdf", (c) => paper(c, contextOf(c), statementPaper));
  app.get("/sent.pdf", (c) => sentPaper(c, contextOf(c)));
  app.get("/receipt.pdf", (c) => paper(c, contextOf(c), receiptPaper));
  return app;
}

const download = (c: Context, ctx: Ctx, make: Make, deeds: readonly Deed[]): Promise<Response> =>
  answered(c, ctx, deeds, async (scope, place, asked) => {
    const { name, columns, more } = await make(scope, place, asked);
    const { account } = await look(scope, { account: one("account", scope.account) });
    const first = await more(null);
    c.header("content-type", "text/csv; charset=utf-8");
    c.header("content-disposition", attachment(`${name} ${account.data.name} ${dayOf(scope.now, place.zone)}.csv`));
    return c.body(csvStream(columns, first, more));
  });

const paper = (c: Context, ctx: Ctx, make: Paper): Promise<Response> =>
  answered(c, ctx, ["read the balance"], async (scope, place, asked) => {
    const { name, order } = await make(scope, place, asked);
    const bytes = await ctx.world.press.draw(order);
    c.header("content-type", "application/pdf");
    c.header("content-disposition", attachment(`${name}.pdf`));
    return c.body(bytes.slice().buffer);
  });

/** A statement as it was sent, byte for byte. */
const sentPaper = (c: Context, ctx: Ctx): Promise<Response> =>
  answered(c, ctx, ["read the balance"], async (scope, _place, asked) => {
    const { name, bytes } = await keptPaper(scope, z.parse(PaperAsked, asked).id);
    c.header("content-type", "application/pdf");
    c.header("content-disposition", attachment(name));
    return c.body(bytes.slice().buffer);
  });
const PaperAsked = z.object({ id: idSchema });

/** Let in by the door that calls go through; what is wrong with the question is said in words. */
async function answered(
  c: Context,
  ctx: Ctx,
  deeds: readonly Deed[],
  work: (scope: Scope, place: Place, asked: Record<string, string>) => Promise<Response>,
): Promise<Response> {
  try {
    const { scope, place } = await enter({ ...ctx, key: null }, deeds);
    c.header("cache-control", "no-store");
    return await work(
      scope,
      place,
      Object.fromEntries(Object.entries(c.req.query()).filter(([, value]) => value !== "")),
    );
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
