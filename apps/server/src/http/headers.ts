import type { MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";

/** Answers that are no pages: nothing in them is shown by a browser, run or framed. */
const NO_CONTENT_POLICY = {
  defaultSrc: ["'none'"],
  frameAncestors: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
};
const PAGE_POLICY = {
  ...NO_CONTENT_POLICY,
  defaultSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", "data:"],
  connectSrc: ["'self'"],
  objectSrc: ["'none'"],
};

const headersWithPolicy = (contentSecurityPolicy: typeof NO_CONTENT_POLICY, publicUrl: string): MiddlewareHandler =>
  secureHeaders({
    contentSecurityPolicy,
    overwrite: false,
    xFrameOptions: "DENY",
    // Said for this name alone, and where it is reached so: other names of its domain are not ours to bind.
    strictTransportSecurity: publicUrl.startsWith("https:") && "max-age=15552000",
  });

/** What every answer carries, refusals and breakdowns too, where it has not said otherwise: goes before all that answers. */
export const securityHeaders = (publicUrl: string): MiddlewareHandler =>
  headersWithPolicy(NO_CONTENT_POLICY, publicUrl);

export const pageHeaders = (publicUrl: string): MiddlewareHandler => headersWithPolicy(PAGE_POLICY, publicUrl);

/** An answer is for whoever asked, now: no cache keeps it but what says that it may be kept. */
export const preventCaching: MiddlewareHandler = async (c, next) => {
  await next();
  const said = c.res.headers.get("cache-control");
  // A stream is not to be changed on its way either: what gathers it up first would hold it back.
  if (said === null) c.res.headers.set("cache-control", "no-store");
  else if (said.includes("no-transform")) c.res.headers.set("cache-control", "no-store, no-transform");
};

/** Parts of pages carry their content in their names; a page itself is asked for again each time. */
export const cachePages: MiddlewareHandler = async (c, next) => {
  await next();
  if (!c.res.ok) return;
  const isNamed = /\/(?:chunks|assets)\//.test(c.req.path);
  c.res.headers.set("cache-control", isNamed ? "public, max-age=31536000, immutable" : "no-cache");
};

/** Whoever asks for the head alone reads nothing behind it: what would have come is let go, with all that it holds. */
export const dropHeadBody: MiddlewareHandler = async (c, next) => {
  await next();
  if (c.req.method !== "HEAD" || c.res.body === null) return;
  await c.res.body.cancel().catch(() => {});
  c.res = new Response(null, c.res);
};
