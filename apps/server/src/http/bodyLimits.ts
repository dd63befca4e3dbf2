import { Failure } from "@callboard/domain/core/failure";
import type { MessageKey } from "@callboard/domain/core/messages/keys";
import type { Context, MiddlewareHandler } from "hono";
import { failureResponse } from "./failureResponse.ts";
import { fileSigns } from "./countJsonSigns.ts";

const MEGABYTE = 1024 * 1024;

/** Looks at each piece of a body as it is read; what it throws ends the reading. */
type Look = (piece: Uint8Array) => void;

interface Limit {
  to: RegExp;
  most: number;
  sentence: MessageKey & ("import.tooLarge" | "call.tooLarge" | "call.tooLargeHere");
  /** Its length is all there is to look at, and whoever reads it expects that it can break off: no stream is made of it. */
  isPlain?: true;
  /** What else is looked for in each piece. */
  look?: () => Look;
}

/** How large a body may be, by where it is sent. A file of 10 MB comes with the signs that JSON puts before quotation marks. */
const BODIES: readonly Limit[] = [
  { to: /^\/trpc\/numbers\.import$/, most: 24 * MEGABYTE, sentence: "import.tooLarge", look: fileSigns },
  { to: /^\/trpc\//, most: MEGABYTE, sentence: "call.tooLarge", isPlain: true },
  { to: /^\//, most: 64 * 1024, sentence: "call.tooLargeHere" },
];

/**
 * Every body has its limit before anybody reads it. A length that was told is kept to by Node; what comes in pieces is counted while
 * it is read. Nothing is gathered here: whoever is not let in has nothing of theirs kept.
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
  // Whoever read the body knows only that it broke.
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
          // Whoever breaks off in the middle has sent what nobody can read.
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
