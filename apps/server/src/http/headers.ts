import type { MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";

/** The policy for answers that aren't pages: a browser shows, runs and frames nothing in them. */
const NO_CONTENT_POLICY = {
  defaultSrc: ["'none'"],
  frameAncestors: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
};
/** The policy for the console's pages: everything comes from this server. */
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
    // Only for this host name and only over HTTPS: other names of the domain aren't ours to decide about.
    strictTransportSecurity: publicUrl.startsWith("https:") && "max-age=15552000",
  });

/** Default headers of every answer, failures included. Must come before all handlers. */
export const securityHeaders = (publicUrl: string): MiddlewareHandler =>
  headersWithPolicy(NO_CONTENT_POLICY, publicUrl);

export const pageHeaders = (publicUrl: string): MiddlewareHandler => headersWithPolicy(PAGE_POLICY, publicUrl);

/** Answers are for the caller, now: no cache stores them unless they say so. */
export const preventCaching: MiddlewareHandler = async (c, next) => {
  await next();
  const cacheControl = c.res.headers.get("cache-control");
  // Streams must not be transformed on the way either: a proxy that buffers would delay them.
  if (cacheControl === null) c.res.headers.set("cache-control", "no-store");
  else if (cacheControl.includes("no-transform")) c.res.headers.set("cache-control", "no-store, no-transform");
};

/** Page assets have their content's hash in their names; pages themselves are always revalidated. */
export const cachePages: MiddlewareHandler = async (c, next) => {
  await next();
  if (!c.res.ok) return;
  const hasHash = /\/(?:chunks|assets)\//.test(c.req.path);
  c.res.headers.set("cache-control", hasHash ? "public, max-age=31536000, immutable" : "no-cache");
};

/** A HEAD response has no body: cancels it, so that its files and database reads are released. */
export const dropHeadBody: MiddlewareHandler = async (c, next) => {
  await next();
  if (c.req.method !== "HEAD" || c.res.body === null) return;
  await c.res.body.cancel().catch(() => {});
  c.res = new Response(null, c.res);
};
