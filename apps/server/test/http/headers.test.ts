import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Hono } from "hono";
import { expect, onTestFinished, test } from "vitest";
import { createApp } from "../../src/http/app.ts";
import { downloadRoutes } from "../../src/http/downloads/routes.ts";
import { cardPages } from "../../src/integrations/payments/sandbox/page.ts";
import { openTestApp, type TestApp } from "../support/kit.ts";

const NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
const PAGE =
  "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; object-src 'none'";
const CACHED_FOREVER = "public, max-age=31536000, immutable";

/** [title, path, status, content security policy, cache control, request] */
const TABLE: [title: string, path: string, status: number, policy: string, cacheControl: string, init?: RequestInit][] =
  [
    ["an answer", "/trpc/account.get", 200, NOTHING, "no-store", { headers: { "x-in": "northwind" } }],
    ["a refusal", "/trpc/account.get", 401, NOTHING, "no-store"],
    ["an unknown call", "/trpc/nothing.here", 404, NOTHING, "no-store"],
    ["a batch of calls", "/trpc/demo.clock,account.get?batch=1", 207, NOTHING, "no-store"],
    ["a batch that is too long", `/trpc/${Array(21).fill("demo.clock").join(",")}?batch=1`, 400, NOTHING, "no-store"],
    [
      "a stream",
      "/trpc/feed.changes?input=%7B%7D",
      200,
      NOTHING,
      "no-store, no-transform",
      { headers: { accept: "text/event-stream", "x-in": "northwind" } },
    ],
    [
      "a body that is too large",
      "/trpc/agents.setStatus",
      413,
      NOTHING,
      "no-store",
      { method: "POST", headers: { "content-length": "9999999" } },
    ],
    [
      "another name of this server",
      "/trpc/account.get",
      421,
      NOTHING,
      "no-store",
      { headers: { host: "evil.example" } },
    ],
    ["a preflight request", "/trpc/account.get", 204, NOTHING, "no-store", { method: "OPTIONS" }],
    ["an unsigned webhook message", "/payments/sandbox", 401, NOTHING, "no-store", { method: "POST", body: "{}" }],
    ["an unknown provider", "/payments/none", 404, NOTHING, "no-store", { method: "POST", body: "{}" }],
    ["health", "/health", 200, NOTHING, "no-store"],
    ["a route that throws", "/broken", 500, PAGE, "no-store"],
    ["the redirect to the console", "/", 302, PAGE, "no-store"],
    ["a page", "/console.html", 200, PAGE, "no-cache"],
    ["a chunk of it", "/chunks/part.js", 200, PAGE, CACHED_FOREVER],
    ["a missing page", "/nothing.html", 404, PAGE, "no-store"],
  ];

async function requesterFor(app: TestApp) {
  const pages = mkdtempSync(join(tmpdir(), "callboard-pages-"));
  onTestFinished(() => rmSync(pages, { recursive: true }));
  mkdirSync(join(pages, "chunks"));
  for (const name of ["console.html", "chunks/part.js"]) writeFileSync(join(pages, name), "<b>1</b>");
  const httpApp = createApp(app.services, pages);
  httpApp.get("/broken", () => {
    throw new Error("broken on purpose");
  });
  return async (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    if (!headers.has("host")) headers.set("host", "127.0.0.1");
    if (headers.has("x-in")) {
      headers.set("authorization", `Bearer ${app.sessions["dana@callboard.demo"]!}`);
      headers.set("x-callboard-account", app.account(headers.get("x-in")!));
    }
    const response = await httpApp.fetch(new Request(`http://127.0.0.1${path}`, { ...init, headers }));
    await response.body?.cancel();
    return response;
  };
}

const headersOf = ({ status, headers }: Response) => ({
  status,
  policy: headers.get("content-security-policy"),
  cacheControl: headers.get("cache-control"),
  contentTypeOptions: headers.get("x-content-type-options"),
  frameOptions: headers.get("x-frame-options"),
  referrer: headers.get("referrer-policy"),
  resourcePolicy: headers.get("cross-origin-resource-policy"),
});
const ALWAYS = {
  contentTypeOptions: "nosniff",
  frameOptions: "DENY",
  referrer: "no-referrer",
  resourcePolicy: "same-origin",
};

test("every answer forbids sniffing, framing, caching and referrers, also refusals and errors", async () => {
  const app = await openTestApp();
  const send = await requesterFor(app);
  for (const [title, path, status, policy, cacheControl, init] of TABLE)
    expect({ what: title, ...headersOf(await send(path, init)) }).toEqual({
      what: title,
      status,
      policy,
      cacheControl,
      ...ALWAYS,
    });
  app.bugs.splice(0);
});

/** What websites of customers load: the only answers that pages of other origins may embed. */
const EMBEDDED = [
  ["/v1/swap.js", 200, "public, max-age=3600, stale-while-revalidate=86400"],
  ["/v1/swap", 400, "no-store"],
  ["/v1/swap?key=x&page=https://example.com", 403, "no-store"],
] as const;

test("what websites embed says that they may, and has all other headers", async () => {
  const app = await openTestApp();
  const send = await requesterFor(app);
  for (const [path, status, cacheControl] of EMBEDDED)
    expect({ path, ...headersOf(await send(path)) }).toEqual({
      path,
      status,
      policy: NOTHING,
      cacheControl,
      ...ALWAYS,
      resourcePolicy: "cross-origin",
    });
});

test("every file has these headers too, with and without the permission", async () => {
  const app = await openTestApp();
  const send = await requesterFor(app);
  const routes = downloadRoutes(() => undefined as never).routes.map(({ path }) => path);
  expect(routes.length).toBeGreaterThan(8);
  for (const path of routes)
    for (const headers of [{}, { "x-in": "northwind" }]) {
      const { status, ...rest } = headersOf(await send(`/export${path}`, { headers }));
      expect({ path, ...rest }).toEqual({ path, policy: NOTHING, cacheControl: "no-store", ...ALWAYS });
      expect(status).toBeLessThan(500);
    }
});

test("every route of the server is in the table", async () => {
  const app = await openTestApp();
  const httpApp: Hono = createApp(app.services, null);
  const routes = httpApp.routes.map(({ path }) => path).filter((path) => !path.startsWith("/export"));
  const paths = [...TABLE.map(([, path]) => path), ...EMBEDDED.map(([path]) => path)];
  for (const route of routes) {
    const pattern = new RegExp(`^${route.replace(/\*$/, ".*").replace(/:\w+/, "[^/]+")}`);
    expect(
      paths.some((path) => pattern.test(path)),
      route,
    ).toBe(true);
  }
});

test("only a server reached by https sets HSTS, and not for other names of its domain", async () => {
  const app = await openTestApp();
  const hstsFor = async (publicUrl: string) => {
    const httpApp = createApp({ ...app.services, publicUrl }, null);
    return (await httpApp.request("/health")).headers.get("strict-transport-security");
  };
  expect(await hstsFor("http://callboard.test")).toBeNull();
  expect(await hstsFor("https://callboard.test")).toBe("max-age=15552000");
});

test("the card page sends the same headers", async () => {
  const pages = cardPages(
    { secret: "s".repeat(32), webhookUrl: "http://127.0.0.1:1" },
    { now: () => 0, wall: () => 0, newId: () => "1", log: () => {} },
  );
  for (const path of ["/cards/none", "/nothing"]) {
    const { headers } = await pages.request(`http://127.0.0.1${path}`, { headers: { host: "127.0.0.1" } });
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  }
});
