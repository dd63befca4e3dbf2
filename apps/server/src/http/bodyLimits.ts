import { Failure } from "@callboard/domain/core/failure";
import type { MessageKey } from "@callboard/domain/core/messages/keys";
import type { Context, MiddlewareHandler } from "hono";
import { failureResponse } from "./failureResponse.ts";
import { countJsonSigns } from "./countJsonSigns.ts";

const MEGABYTE = 1024 * 1024;

/** Checks each piece of a body as it is read; throwing stops the reading. */
type PieceCheck = (piece: Uint8Array) => void;

interface Limit {
  path: RegExp;
  maxBytes: number;
  messageKey: MessageKey & ("numbers.import.tooLarge" | "api.tooLarge" | "api.tooLargeSmallLimit");
  /** A declared length needs no counting, because Node enforces it and the path's parser expects a shorter body. */
  trustsLength?: true;
  /** A further check of each piece. */
  createCheck?: () => PieceCheck;
}

/** Maximum body sizes; the first matching path counts. A file of 10 MB grows by the escapes of its JSON string. */
const LIMITS: readonly Limit[] = [
  {
    path: /^\/trpc\/numbers\.import$/,
    maxBytes: 24 * MEGABYTE,
    messageKey: "numbers.import.tooLarge",
    createCheck: countJsonSigns,
  },
  { path: /^\/trpc\//, maxBytes: MEGABYTE, messageKey: "api.tooLarge", trustsLength: true },
  { path: /^\//, maxBytes: 64 * 1024, messageKey: "api.tooLargeSmallLimit" },
];

/**
 * Limits every body before it is read. Node enforces a declared length; chunked bodies are counted while they are read.
 * Nothing is buffered here, so callers without access use no memory.
 */
export const limitBody: MiddlewareHandler = async (c, next) => {
  if (c.req.method === "GET" || c.req.method === "HEAD") return next();
  const limit = LIMITS.find(({ path }) => path.test(c.req.path))!;
  const length = c.req.header("content-length");
  const hasLength = length !== undefined && c.req.header("transfer-encoding") === undefined;
  if (hasLength && Number(length) > limit.maxBytes) return tooLarge(c, limit);
  if ((hasLength && limit.trustsLength) || c.req.raw.body === null) return next();
  const checked = new CheckedBody(c.req.raw.body, limit);
  c.req.raw = new Request(c.req.raw, { body: checked.stream, duplex: "half" } as RequestInit);
  await next();
  if (checked.failure === null) return;
  // The handler only knows that the body could not be read: replace its answer by the reason.
  const response = checked.isTooLarge ? tooLarge(c, limit) : failureResponse(c, checked.failure);
  // Hono copies the headers of an earlier response into the next one: remove it first.
  c.res = undefined;
  c.res = response;
};

const tooLarge = (c: Context, { messageKey }: Limit): Response =>
  failureResponse(c, new Failure("invalid", messageKey, {}), 413);

/** A body as a stream that fails once it is too large or a check rejects it. */
class CheckedBody {
  readonly stream: ReadableStream<Uint8Array>;
  failure: Failure | null = null;
  isTooLarge = false;

  constructor(body: ReadableStream<Uint8Array>, { maxBytes, messageKey, createCheck }: Limit) {
    const reader = body.getReader();
    const check = createCheck?.();
    let size = 0;
    this.stream = new ReadableStream(
      {
        pull: async (controller) => {
          // The connection broke before the end of the body.
          const { done, value } = await reader.read().catch(() => {
            throw new Failure("invalid", "api.unreadable", {});
          });
          if (done) return controller.close();
          size += value.length;
          this.isTooLarge = size > maxBytes;
          try {
            if (this.isTooLarge) throw new Failure("invalid", messageKey, {});
            check?.(value);
          } catch (error) {
            if (error instanceof Failure) this.failure = error;
            reader.cancel().catch(() => {});
            throw error;
          }
          controller.enqueue(value);
        },
        cancel: (reason) => reader.cancel(reason),
      },
      { highWaterMark: 0 },
    );
  }
}
