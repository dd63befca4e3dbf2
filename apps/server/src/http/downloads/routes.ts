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
import {
  agentTimeFile,
  callsFile,
  changesFile,
  entriesFile,
  type MakeExportFile,
  numbersFile,
  runFile,
  statementFile,
  teamTimeFile,
} from "./files.ts";
import { attachment } from "../../files/fileNames.ts";
import { findOne } from "../../store/queries.ts";
import { fileInThread } from "../../rpc/longReads.ts";
import { errorResponse, failureResponse } from "../failureResponse.ts";
import type { AccountContext } from "../../auth/sessionCache.ts";
import type { Scope } from "../../store/scope.ts";
import { read } from "../../store/commit.ts";
import { makeStatement } from "../../features/statements/makeStatement.ts";
import type { PdfContent } from "../../features/statements/pdf/content.ts";
import { readDocument } from "../../features/statements/reads.ts";
import { watchStream } from "./watchStream.ts";
import { readReceiptView } from "../../features/statements/receiptView.ts";
import { statementView } from "../../features/statements/statementView.ts";
import { DEFAULT_LANGUAGE } from "../../store/locale.ts";

/** Makes a PDF's name and content from a request's parameters. */
type PdfDownload = (
  scope: Scope,
  context: AccountContext,
  input: unknown,
) => Promise<{ name: string; content: PdfContent }>;

const statementPdf: PdfDownload = async (scope, _context, input) => {
  const answer = await statementView(scope, await makeStatement(scope, z.parse(StatementInput, input)));
  return {
    name: `Statement ${answer.account} ${answer.first} ${answer.last}`,
    content: { is: "statement", answer },
  };
};

const receiptPdf: PdfDownload = async (scope, context, input) => {
  const answer = await readReceiptView(scope, z.parse(ReceiptInput, input).entry, context.zone);
  return { name: `Receipt ${answer.account} ${answer.entry}`, content: { is: "receipt", answer } };
};

/** Downloads: plain GET requests with the headers and access checks of an API call. */
export function downloadRoutes(contextOf: (c: Context) => CallContext): Hono {
  const app = new Hono();
  app.get("/numbers.csv", (c) => downloadCsv(c, contextOf(c), numbersFile, ["read routing"]));
  app.get("/run.csv", (c) => downloadCsv(c, contextOf(c), runFile, ["read routing"]));
  app.get("/history.csv", (c) => downloadCsv(c, contextOf(c), changesFile, ["use the account", "read history"]));
  app.get("/entries.csv", (c) => downloadCsv(c, contextOf(c), entriesFile, ["read the balance"]));
  app.get("/statement.csv", (c) => downloadCsv(c, contextOf(c), statementFile, ["read the balance"]));
  app.get("/time.csv", (c) => downloadCsv(c, contextOf(c), teamTimeFile, ["read others' time"], "here"));
  app.get("/time-by-day.csv", (c) =>
    downloadCsv(c, contextOf(c), agentTimeFile, ["read own time", "read others' time"], "here"),
  );
  app.get("/calls.csv", (c) => downloadCsv(c, contextOf(c), callsFile, ["read own time", "read others' time"], "here"));
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
  permissions: readonly Permission[],
  place: "here" | "thread" = "thread",
): Promise<Response> =>
  respond(
    c,
    ctx,
    permissions,
    async (scope, context, input) => {
      const { name, columns, readPage } = await make(scope, context, input);
      const { account } = await read(scope, { account: findOne("account", scope.account) });
      // Read before the response starts, so that a failure still gets a status code.
      const firstPage = await readPage(null);
      c.header("content-type", "text/csv; charset=utf-8");
      c.header("content-disposition", attachment(`${name} ${account.data.name} ${dayIn(scope.now, context.zone)}.csv`));
      return streamCsv(columns, firstPage, whilePermitted(ctx, permissions, readPage));
    },
    place,
  );

const downloadPdf = (c: Context, ctx: CallContext, make: PdfDownload): Promise<Response> =>
  respond(c, ctx, ["read the balance"], async (scope, context, input) => {
    const { name, content } = await make(scope, context, input);
    c.header("content-type", "application/pdf");
    c.header("content-disposition", attachment(`${name}.pdf`));
    return () => ctx.services.pdf.render(content);
  });

/** A statement as it was sent, byte for byte. */
const downloadDocument = (c: Context, ctx: CallContext): Promise<Response> =>
  respond(c, ctx, ["read the balance"], async (scope, _context, input) => {
    const { name, bytes } = await readDocument(scope, z.parse(DocumentInput, input).id);
    c.header("content-type", "application/pdf");
    c.header("content-disposition", attachment(name));
    return async () => bytes;
  });
const DocumentInput = z.object({ id: idSchema });

/** The complete account, streamed as it is read. */
const downloadAccount = (c: Context, ctx: CallContext): Promise<Response> =>
  respond(c, ctx, ["export"], async (scope, context) => {
    const { name, stream } = await exportAccount(scope, context, (readPage) =>
      whilePermitted(ctx, ["export"], readPage),
    );
    c.header("content-type", "application/zip");
    c.header("content-disposition", attachment(`${name} ${dayIn(scope.now, context.zone)}.zip`));
    return stream;
  });

/** A long file takes a while to read: somebody who loses the permission meanwhile gets no further page. */
export const whilePermitted =
  <A, R>(ctx: CallContext, permissions: readonly Permission[], readPage: (after: A) => Promise<R>) =>
  async (after: A): Promise<R> => {
    await enterAccount(ctx, permissions);
    return readPage(after);
  };

/**
 * Sets the headers, then returns the body as a stream, or a function that creates it, which HEAD requests don't call.
 */
type CreateBody = (
  scope: Scope,
  context: AccountContext,
  input: Record<string, string>,
) => Promise<ReadableStream<Uint8Array> | (() => Promise<Uint8Array>)>;

/**
 * Checks access like a tRPC call, answers with the created body, and turns failures into error responses. `place`: a
 * short file that needs the writer is read `here`, others of a long account in a reader thread.
 */
async function respond(
  c: Context,
  ctx: CallContext,
  permissions: readonly Permission[],
  createBody: CreateBody,
  place: "here" | "thread" = "thread",
): Promise<Response> {
  try {
    const access = await enterAccount(ctx, permissions);
    // HEAD transfers no file, so it counts as a read.
    const isHead = c.req.method === "HEAD";
    const endDownload = ctx.services.concurrency.begin(
      isHead ? "readings" : "downloads",
      access.caller,
      access.scope.account,
    );
    const respondWith = async (stream: ReadableStream<Uint8Array>, status: ContentfulStatusCode = 200) => {
      if (!isHead) return c.body(watchStream(stream, endDownload), status);
      await stream.cancel().catch(() => {});
      endDownload();
      return c.body(null, status);
    };
    try {
      const { pathname, search } = new URL(c.req.url);
      const download = pathname.replace(/^\/export/, "") + search;
      // Null if the file is read here: it is short, or this is the reader thread.
      const threadFile = place === "here" ? null : await fileInThread(ctx, access, { download, isHead });
      if (threadFile) {
        for (const [name, value] of threadFile.headers) c.header(name, value);
        return await respondWith(threadFile.stream, threadFile.status as ContentfulStatusCode);
      }
      const input = Object.fromEntries(Object.entries(c.req.query()).filter(([, value]) => value !== ""));
      // Times in a file are in the account's zone, and the file says so.
      const locale = { zone: access.context.zone, language: DEFAULT_LANGUAGE };
      const body = await createBody({ ...access.scope, locale }, access.context, input);
      if (body instanceof ReadableStream) return await respondWith(body);
      const bytes = isHead ? new Uint8Array() : await body();
      endDownload();
      return c.body(bytes.slice().buffer);
    } catch (error) {
      endDownload();
      throw error;
    }
  } catch (error) {
    const failure = error instanceof Failure ? error : badInput(error);
    if (failure) return failureResponse(c, failure);
    ctx.services.log.error({ err: error, path: c.req.path, request: ctx.request }, "unexpected error");
    return errorResponse(c, ctx.request);
  }
}
