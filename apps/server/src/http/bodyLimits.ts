import { Failure } from "@callboard/domain/core/failure";
import type { MessageKey } from "@callboard/domain/core/messages/keys";
import type { Context, MiddlewareHandler } from "hono";
import { failureResponse } from "./failureResponse.ts";
import { fileSigns } from "./countJsonSigns.ts";

const MEGABYTE = 1024 * 1024;

/** Checks each piece of a body as it is read; throwing stops the reading. */
type Look = (piece: Uint8Array) => void;

interface Limit {
  to: RegExp;
  most: number;
  sentence: MessageKey & ("import.tooLarge" | "call.tooLarge" | "call.tooLargeHere");
  /** Only the length matters, and the reader expects that the body may break off, so no stream is created. */
  isPlain?: true;
  /** A further check of each piece. */
  look?: () => Look;
}

/** Maximum body sizes by path. A 10 MB file grows through JSON's escapes. */
const BODIES: readonly Limit[] = [
  { to: /^\/trpc\/numbers\.import$/, most: 24 * MEGABYTE, sentence: "import.tooLarge", look: fileSigns },
  { to: /^\/trpc\//, most: MEGABYTE, sentence: "call.tooLarge", isPlain: true },
  { to: /^\//, most: 64 * 1024, sentence: "call.tooLargeHere" },
];

/**
 * Limits every body before it is read. Node enforces a declared length; chunked bodies are counted while they are read.
 * Nothing is buffered here, so callers without access use no memory.
 */
export const limitedBody: MiddlewareHandler = async (c, next) => {
  if (c.req.method === "GET" || c.req.method === "HEAD") return next();
  const limit = BODIES.find(({ to }) => to.test(c.req.path))!;
  const length = c.req.header("content-length");
  const isTold = length !== undefined && c.req.header("transfer-encoding") === undefined;
  if (isTold && Number(length) > limit.most) return tooLarge(c, limit);
  if ((isTold && limit.isPlain) || c.req.raw.body === null) return next();
  const checked = new CheckedBody(c.req.raw.body, limit);
  c.req.raw = new Request(c.req.raw, { body: checked.stream, duplex: "half" } as RequestInit);
  await next();
  if (checked.refusal === null) return;
  // The reader only knows that the body broke off.
  const answer = checked.isTooLarge ? tooLarge(c, limit) : failureResponse(c, checked.refusal);
  c.res = undefined;
  c.res = answer;
};

const tooLarge = (c: Context, { sentence }: Limit): Response =>
  failureResponse(c, new Failure("invalid", sentence, {}), 413);

class CheckedBody {
  readonly stream: ReadableStream<Uint8Array>;
  refusal: Failure | null = null;
  isTooLarge = false;

  constructor(body: ReadableStream<Uint8Array>, { most, sentence, look }: Limit) {
    const reader = body.getReader();
    const lookAt = look?.();
    let size = 0;
    this.stream = new ReadableStream(
      {
        pull: async (controller) => {
          // A body that breaks off is unreadable.
          const { done, value } = await reader.read().catch(() => {
            throw new Failure("invalid", "call.unreadable", {});
          });
          if (done) return controller.close();
          size += value.length;
          this.isTooLarge = size > most;
          try {
            if (this.isTooLarge) throw new Failure("invalid", sentence, {});
            lookAt?.(value);
          } catch (error) {
            if (error instanceof Failure) this.refusal = error;
            reader.cancel().catch(() => {});
            throw error;
          }
          controller.enqueue(value);
        },
        cancel: (why) => reader.cancel(why),
      },
      { highWaterMark: 0 },
    );
  }
}
