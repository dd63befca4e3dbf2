import { hash } from "node:crypto";
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { DAY, HOUR, SECOND } from "@callboard/domain/core/time";
import type { Context } from "hono";

/** The script without comment lines and indentation: with gzip, minifying it further would save little. */
const SCRIPT = readFileSync(new URL("script/swap.js", import.meta.url), "utf8")
  .replace(/^\s*(?:\/\/.*|\/\*\*.*\*\/)?\n/gm, "")
  .replace(/\/\*\* @type .*? \*\/ ?/g, "")
  .replace(/^\s+/gm, "");
const COMPRESSED = new Uint8Array(gzipSync(SCRIPT, { level: 9 }));
const ETAG = `"${hash("sha256", SCRIPT, "base64url")}"`;
/** Browsers check once an hour for a newer one, and use the old one meanwhile. */
const CACHE_CONTROL = `public, max-age=${HOUR / SECOND}, stale-while-revalidate=${DAY / SECOND}`;

/** The script for websites: public, the same for everybody, and nothing in it is secret. */
export function swapScriptResponse(c: Context): Response {
  c.header("cache-control", CACHE_CONTROL);
  c.header("etag", ETAG);
  c.header("vary", "Accept-Encoding");
  if (c.req.header("if-none-match")?.includes(ETAG)) return c.body(null, 304);
  c.header("content-type", "text/javascript; charset=utf-8");
  if (!/\bgzip\b/.test(c.req.header("accept-encoding") ?? "")) return c.body(SCRIPT);
  c.header("content-encoding", "gzip");
  return c.body(COMPRESSED);
}
