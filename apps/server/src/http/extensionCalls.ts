import { DAY, SECOND } from "@callboard/domain/core/time";
import type { MiddlewareHandler } from "hono";
import { cors } from "hono/cors";

/** The extension's id follows from the public key in its manifest. */
export const EXTENSION_ORIGIN = "chrome-extension://gmimigffjglgaifklnldjjacinnigmmc";
/** The request headers that the extension sends. */
const HEADERS = [
  "authorization",
  "content-type",
  "idempotency-key",
  "last-event-id",
  "x-callboard-account",
  "x-callboard-as-of",
  "x-callboard-language",
  "x-callboard-zone",
  "trpc-accept",
];
/** The response header that it reads. */
const EXPOSED = "content-disposition";

const preflight = cors({
  origin: (origin) => (origin === EXTENSION_ORIGIN ? origin : null),
  allowHeaders: HEADERS,
  exposeHeaders: [EXPOSED],
  maxAge: DAY / SECOND,
});

/**
 * Allows the extension's pages to read responses; other callers aren't refused. The library answers the preflight; on
 * any other response the same headers are set once it exists. If they were set before, Hono would build every response
 * twice, a quarter of the CPU time of a call that does nothing.
 */
export const allowExtension: MiddlewareHandler = async (c, next) => {
  if (c.req.method === "OPTIONS") return preflight(c, next);
  await next();
  const { headers } = c.res;
  headers.append("vary", "Origin");
  if (c.req.header("origin") !== EXTENSION_ORIGIN) return;
  headers.set("access-control-allow-origin", EXTENSION_ORIGIN);
  headers.set("access-control-expose-headers", EXPOSED);
};
