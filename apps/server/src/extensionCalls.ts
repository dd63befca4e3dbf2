import type { MiddlewareHandler } from "hono";
import { cors } from "hono/cors";

export const EXTENSION_ORIGIN = "chrome-extension://gmimigffjglgaifklnldjjacinnigmmc";
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
const EXPOSED = "content-disposition";

const asked = cors({
  origin: (origin) => (origin === EXTENSION_ORIGIN ? origin : null),
  allowHeaders: HEADERS,
  exposeHeaders: [EXPOSED],
  maxAge: 86_400,
});

/**
 * Lets the extension's pages read answers. Whether they may ask is the library's to say; on an answer the same headers are
 * set once it is there: set before, each answer would be made twice, which costs a tenth of a small call.
 */
export const fromExtension: MiddlewareHandler = async (c, next) => {
  if (c.req.method === "OPTIONS") return asked(c, next);
  await next();
  const { headers } = c.res;
  headers.append("vary", "Origin");
  if (c.req.header("origin") !== EXTENSION_ORIGIN) return;
  headers.set("access-control-allow-origin", EXTENSION_ORIGIN);
  headers.set("access-control-expose-headers", EXPOSED);
};
