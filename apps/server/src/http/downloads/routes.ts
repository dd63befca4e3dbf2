import { Failure } from "@callboard/domain/core/failure";
import type { Permission } from "@callboard/domain/core/permissions";
import { dayIn } from "@callboard/domain/core/calendar";
import { idSchema } from "@callboard/domain/core/fieldSchemas";
import { ReceiptInput, StatementInput } from "@callboard/domain/statements/schema";
import { type Context, Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import * as z from "zod/mini";
import { badInput } from "../../rpc/badInput.ts";
import { exportAccount } from "./accountExport.ts";
import { streamCsv } from "../../files/csvWriter.ts";
import { type CallContext, enterAccount } from "../../rpc/context.ts";
import { changesFile, entriesFile, type MakeExportFile, numbersFile, runFile, statementFile } from "./files.ts";
import { attachment } from "../../files/fileNames.ts";
import { findOne } from "../../store/queries.ts";
import { fileInThread } from "../../rpc/longReads.ts";
import { errorResponse, failureResponse } from "../failureResponse.ts";
import type { AccountContext } from "../../auth/sessionCache.ts";
import type { Scope } from "../../store/scope.ts";
import { read } from "../../store/commit.ts";
import { makeStatement } from "../../features/statements/makeStatement.ts";
import type { PdfOrder } from "../../features/statements/pdf/order.ts";
import { readDocument } from "../../features/statements/reads.ts";
import { watchStream } from "./watchStream.ts";
import { readReceiptView } from "../../features/statements/receiptView.ts";
import { statementView } from "../../features/statements/statementView.ts";
import { DEFAULT_LANGUAGE } from "../../store/locale.ts";

type PdfDownload = (
  scope: Scope,
  context: AccountContext,
  asked: unknown,
) => Promise<{ name: string; order: PdfOrder }>;

const statementPdf: PdfDownload = async (scope, _place, asked) => {
  const told = await statementView(scope, await makeStatement(scope, z.parse(StatementInput, asked)));
  return { name: `Statement ${told.account} ${told.first} ${told.last}`, order: { is: "statement", told } };
};

const receiptPdf: PdfDownload = async (scope, context, asked) => {
  const told = await readReceiptView(scope, z.parse(ReceiptInput, asked).entry, context.zone);
  return { name: `Receipt ${told.account} ${told.entry}`, order: { is: "receipt", told } };
};

/** Downloads: plain GET requests with the headers of a call and the same access checks. */
export function downloadRoutes(contextOf: (c: Context) => CallContext): Hono {
  const app = new Hono();
  app.get("/numbers.csv", (c) => downloadCsv(c, contextOf(c), numbersFile, ["read routing"]));
  app.get("/run.csv", (c) => downloadCsv(c, contextOf(c), runFile, ["read routing"]));
  app.get("/history.csv", (c) => downloadCsv(c, contextOf(c), changesFile, ["use the account", "read history"]));
  app.get("/entries.csv", (c) => downloadCsv(c, contextOf(c), entriesFile, ["read the balance"]));
  app.get("/statement.csv", (c) => downloadCsv(c, contextOf(c), statementFile, ["read the balance"]));
  app.get("/statement.pdf", (c) => downloadPdf(c, contextOf(c), statementPdf));
  app.get("/sent.pdf", (c) => downloadDocument(c, contextOf(c)));
  app.get("/account.zip", (c) => downloadAccount(c, contextOf(c)));
  app.get("/receipt.pdf", (c) => downloadPdf(c, contextOf(c), receiptPdf));
  return app;
}

const downloadCsv = (
  c: Context,
  ctx: CallContext,
  make: MakeExportFile,
  deeds: readonly Permission[],
): Promise<Response> =>
  respond(c, ctx, deeds, async (scope, context, asked) => {
    const { name, columns, more } = await make(scope, context, asked);
    const { account } = await read(scope, { account: findOne("account", scope.account) });
    const first = await more(null);
    c.header("content-type", "text/csv; charset=utf-8");
    c.header("content-disposition", attachment(`${name} ${account.data.name} ${dayIn(scope.now, context.zone)}.csv`));
    return streamCsv(columns, first, whilePermitted(ctx, deeds, more));
  });

const downloadPdf = (c: Context, ctx: CallContext, make: PdfDownload): Promise<Response> =>
  respond(c, ctx, ["read the balance"], async (scope, context, asked) => {
    const { name, order } = await make(scope, context, asked);
    c.header("content-type", "application/pdf");
    c.header("content-disposition", attachment(`${name}.pdf`));
    return () => ctx.world.press.draw(order);
  });

/** A statement as it was sent, byte for byte. */
const downloadDocument = (c: Context, ctx: CallContext): Promise<Response> =>
  respond(c, ctx, ["read the balance"], async (scope, _place, asked) => {
    const { name, bytes } = await readDocument(scope, z.parse(DocumentInput, asked).id);
    c.header("content-type", "application/pdf");
    c.header("content-disposition", attachment(name));
    return async () => bytes;
  });
const DocumentInput = z.object({ id: idSchema });

/** The complete account, streamed as it is read. */
const downloadAccount = (c: Context, ctx: CallContext): Promise<Response> =>
  respond(c, ctx, ["export"], async (scope, context) => {
    const { name, stream } = await exportAccount(scope, context, (more) => whilePermitted(ctx, ["export"], more));
    c.header("content-type", "application/zip");
    c.header("content-disposition", attachment(`${name} ${dayIn(scope.now, context.zone)}.zip`));
    return stream;
  });

/** A long file takes a while to read: somebody who loses the permission meanwhile gets no further page. */
export const whilePermitted =
  <A, R>(ctx: CallContext, deeds: readonly Permission[], more: (after: A) => Promise<R>) =>
  async (after: A): Promise<R> => {
    await enterAccount(ctx, deeds);
    return more(after);
  };

/** Headers are set first; the body is a stream, or created when it is needed. */
type DownloadBody = (
  scope: Scope,
  context: AccountContext,
  asked: Record<string, string>,
) => Promise<ReadableStream<Uint8Array> | (() => Promise<Uint8Array>)>;

/** Applies the access checks of calls; problems with the request are explained in words. */
async function respond(
  c: Context,
  ctx: CallContext,
  deeds: readonly Permission[],
  work: DownloadBody,
): Promise<Response> {
  try {
    const entered = await enterAccount(ctx, deeds);
    // A HEAD request only looks things up, and doesn't count as a download.
    const isHead = c.req.method === "HEAD";
    const end = ctx.world.atOnce.begin(isHead ? "readings" : "downloads", entered.caller, entered.scope.account);
    const sent = async (stream: ReadableStream<Uint8Array>, status: ContentfulStatusCode = 200) => {
      if (!isHead) return c.body(watchStream(stream, end), status);
      await stream.cancel().catch(() => {});
      end();
      return c.body(null, status);
    };
    try {
      const { pathname, search } = new URL(c.req.url);
      const download = pathname.replace(/^\/export/, "") + search;
      const apart = await fileInThread(ctx, entered, { download, isHead });
      if (apart) {
        for (const [name, value] of apart.headers) c.header(name, value);
        return await sent(apart.stream, apart.status as ContentfulStatusCode);
      }
      const asked = Object.fromEntries(Object.entries(c.req.query()).filter(([, value]) => value !== ""));
      // The file states its zone: the account's.
      const locale = { zone: entered.place.zone, language: DEFAULT_LANGUAGE };
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
    if (failure) return failureResponse(c, failure);
    ctx.world.log.error({ err: error, path: c.req.path, request: ctx.request }, "unexpected error");
    return errorResponse(c, ctx.request);
  }
}
