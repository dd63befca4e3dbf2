import { Failure } from "@callboard/domain/failure";
import type { Deed } from "@callboard/domain/access";
import { dayIn } from "@callboard/domain/calendar";
import { idSchema } from "@callboard/domain/fields.schema";
import { ReceiptAsk, StatementAsk } from "@callboard/domain/statements.schema";
import { type Context, Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import * as z from "zod/mini";
import { badInput } from "./bad-input.ts";
import { bundle } from "./bundle.ts";
import { csvStream } from "./csvOut.ts";
import { type Ctx, enter } from "./entering.ts";
import { changesFile, entriesFile, type Make, numbersFile, runFile, statementFile } from "./exportFiles.ts";
import { attachment } from "./fileNames.ts";
import { one } from "./needs.ts";
import { fileApart } from "./reading/apart.ts";
import { broken, refused } from "./refusal.ts";
import type { Place } from "./rooms/access/doorkeeper.ts";
import type { Scope } from "./scope.ts";
import { look } from "./store.ts";
import { makeStatement } from "./statements/made.ts";
import type { Order } from "./statements/paper/press.ts";
import { keptPaper } from "./papers.ts";
import { watched } from "./watched.ts";
import { tellReceipt } from "./statements/receipts.ts";
import { tellStatement } from "./statements/told.ts";
import { LANGUAGE } from "./locale.ts";

type Paper = (scope: Scope, place: Place, asked: unknown) => Promise<{ name: string; order: Order }>;

const statementPaper: Paper = async (scope, _place, asked) => {
  const told = await tellStatement(scope, await makeStatement(scope, z.parse(StatementAsk, asked)));
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
  app.get("/account.zip", (c) => everything(c, contextOf(c)));
  app.get("/receipt.pdf", (c) => paper(c, contextOf(c), receiptPaper));
  return app;
}

const download = (c: Context, ctx: Ctx, make: Make, deeds: readonly Deed[]): Promise<Response> =>
  answered(c, ctx, deeds, async (scope, place, asked) => {
    const { name, columns, more } = await make(scope, place, asked);
    const { account } = await look(scope, { account: one("account", scope.account) });
    const first = await more(null);
    c.header("content-type", "text/csv; charset=utf-8");
    c.header("content-disposition", attachment(`${name} ${account.data.name} ${dayIn(scope.now, place.zone)}.csv`));
    return csvStream(columns, first, stillMay(ctx, deeds, more));
  });

const paper = (c: Context, ctx: Ctx, make: Paper): Promise<Response> =>
  answered(c, ctx, ["read the balance"], async (scope, place, asked) => {
    const { name, order } = await make(scope, place, asked);
    c.header("content-type", "application/pdf");
    c.header("content-disposition", attachment(`${name}.pdf`));
    return () => ctx.world.press.draw(order);
  });

/** A statement as it was sent, byte for byte. */
const sentPaper = (c: Context, ctx: Ctx): Promise<Response> =>
  answered(c, ctx, ["read the balance"], async (scope, _place, asked) => {
    const { name, bytes } = await keptPaper(scope, z.parse(PaperAsked, asked).id);
    c.header("content-type", "application/pdf");
    c.header("content-disposition", attachment(name));
    return async () => bytes;
  });
const PaperAsked = z.object({ id: idSchema });

/** The account as a whole, in pieces as they are read: nothing is gathered first. */
const everything = (c: Context, ctx: Ctx): Promise<Response> =>
  answered(c, ctx, ["export"], async (scope, place) => {
    const { name, stream } = await bundle(scope, place, (more) => stillMay(ctx, ["export"], more));
    c.header("content-type", "application/zip");
    c.header("content-disposition", attachment(`${name} ${dayIn(scope.now, place.zone)}.zip`));
    return stream;
  });

/** A long file is read for a while: whoever loses the right to it meanwhile gets no further page. */
export const stillMay =
  <A, R>(ctx: Ctx, deeds: readonly Deed[], more: (after: A) => Promise<R>) =>
  async (after: A): Promise<R> => {
    await enter(ctx, deeds);
    return more(after);
  };

/** Heads are set; what comes behind them is a stream, or made in one piece once it is wanted. */
type Work = (
  scope: Scope,
  place: Place,
  asked: Record<string, string>,
) => Promise<ReadableStream<Uint8Array> | (() => Promise<Uint8Array>)>;

/** Let in by the door that calls go through; what is wrong with the question is said in words. */
async function answered(c: Context, ctx: Ctx, deeds: readonly Deed[], work: Work): Promise<Response> {
  try {
    const entered = await enter(ctx, deeds);
    // The head alone is looked up, and takes no download's place.
    const isHead = c.req.method === "HEAD";
    const end = ctx.world.atOnce.begin(isHead ? "readings" : "downloads", entered.caller, entered.scope.account);
    const sent = async (stream: ReadableStream<Uint8Array>, status: ContentfulStatusCode = 200) => {
      if (!isHead) return c.body(watched(stream, end), status);
      await stream.cancel().catch(() => {});
      end();
      return c.body(null, status);
    };
    try {
      const { pathname, search } = new URL(c.req.url);
      const download = pathname.replace(/^\/export/, "") + search;
      const apart = await fileApart(ctx, entered, { download, isHead });
      if (apart) {
        for (const [name, value] of apart.headers) c.header(name, value);
        return await sent(apart.stream, apart.status as ContentfulStatusCode);
      }
      const asked = Object.fromEntries(Object.entries(c.req.query()).filter(([, value]) => value !== ""));
      // A file says in its head whose zone it is in: the account's.
      const locale = { zone: entered.place.zone, language: LANGUAGE };
      const made = await work({ ...entered.scope, locale }, entered.place, asked);
      if (made instanceof ReadableStream) return await sent(made);
      const bytes = isHead ? new Uint8Array() : await made();
      end();
      return c.body(bytes.slice().buffer);
    } catch (error) {
      end();
      throw error;
    }
  } catch (error) {
    const failure = error instanceof Failure ? error : badInput(error);
    if (failure) return refused(c, failure);
    ctx.world.log.error({ err: error, path: c.req.path, request: ctx.request }, "unexpected error");
    return broken(c, ctx.request);
  }
}
