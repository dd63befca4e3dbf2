import { existsSync } from "node:fs";
import { BlockList } from "node:net";
import { serveStatic } from "@hono/node-server/serve-static";
import { Failure } from "@callboard/domain/core/failure";
import { toPlainLine } from "@callboard/domain/core/text/text";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { type Context, Hono } from "hono";
import { bareAddress, callerNetwork, isTrustedProxy } from "../clientAddress.ts";
import { limitBody } from "./bodyLimits.ts";
import { downloadRoutes } from "./downloads/routes.ts";
import { allowExtension } from "./extensionCalls.ts";
import { dropHeadBody, preventCaching, pageHeaders, cachePages, securityHeaders } from "./headers.ts";
import { allowOwnHosts } from "./hosts.ts";
import { swapRoutes } from "./swap/routes.ts";
import { requestedHost } from "../hostNames.ts";
import { errorResponse, failureResponse } from "./failureResponse.ts";
import { paymentWebhookRoute } from "./paymentWebhookRoute.ts";
import { type AppRouter, appRouter } from "./router.ts";
import { twilioRoutes } from "./twilio/routes.ts";
import { localeFromHeaders } from "../store/locale.ts";
import type { Services } from "../services.ts";

/** The most tRPC calls in one HTTP request. */
const BATCH_MAX = 20;

/** The HTTP app: tRPC for everything, and the console as plain web pages. `pages`: the folder of the built pages. */
export function createApp(
  services: Services,
  pages: string | null,
  router: AppRouter = appRouter,
  proxies = new BlockList(),
): Hono {
  const app = new Hono();
  app.use("*", dropHeadBody, securityHeaders(services.publicUrl), preventCaching);
  const callerNetworkOf = callerResolver(services, proxies);
  app.use("*", allowOwnHosts(services.publicUrl));
  app.use("/trpc/*", allowExtension);
  app.use("/export/*", allowExtension);
  app.use("*", limitBody);
  app.use("/trpc/*", async (c, next) => {
    // The path of a batch has all procedure names with commas between them.
    const calls = c.req.path.split(/,|%2c/i).length;
    return calls > BATCH_MAX
      ? failureResponse(c, new Failure("invalid", "api.batchTooLarge", { max: BATCH_MAX }))
      : next();
  });
  app.all("/trpc/*", (c) =>
    fetchRequestHandler({
      endpoint: "/trpc",
      req: c.req.raw,
      router,
      maxBatchSize: BATCH_MAX,
      // The call gate is a query that phone platforms send by POST.
      allowMethodOverride: true,
      createContext: ({ req }) => contextOf(services, req.headers, callerNetworkOf(c)),
    }),
  );
  app.route(
    "/export",
    downloadRoutes((c) => contextOf(services, c.req.raw.headers, callerNetworkOf(c))),
  );
  app.route("/payments", paymentWebhookRoute(services));
  app.route("/twilio", twilioRoutes(services));
  app.route("/v1", swapRoutes(services));
  app.get("/health", (c) => c.json({ ok: true }));
  if (pages !== null && existsSync(pages)) servePages(app, pages, services.publicUrl);
  app.notFound((c) => c.text("There is no such page here.", 404));
  app.onError((error, c) => {
    services.log.error({ err: error }, "unexpected error");
    return errorResponse(c, "");
  });
  return app;
}

/** No session or API key has a longer secret: a longer one becomes `""`, which belongs to nobody. */
const SECRET_MAX = 100;

/** A request's context for procedures and downloads, from its headers. */
export function contextOf(services: Services, headers: Headers, network: string) {
  const secret = /^Bearer (\S+)$/.exec(headers.get("authorization") ?? "")?.[1] ?? null;
  return {
    services,
    secret: secret !== null && secret.length <= SECRET_MAX ? secret : secret === null ? null : "",
    account: headers.get("x-callboard-account"),
    key: headers.get("idempotency-key"),
    asOf: headers.get("x-callboard-as-of"),
    locale: localeFromHeaders(headers),
    request: services.newId(),
    device: toPlainLine(headers.get("user-agent") ?? "unknown", 200),
    network,
    host: requestedHost(headers.get("host")),
    demoKey: headers.get("x-callboard-demo"),
  };
}

/**
 * Resolves the caller's network. Warns once if calls seem to come through an unknown proxy: all callers behind it would
 * count as one.
 */
function callerResolver({ log }: Services, proxies: BlockList): (c: Context) => string {
  let hasWarned = false;
  return (c) => {
    const socket = String(c.env?.incoming?.socket?.remoteAddress ?? "local");
    const forwarded = c.req.header("x-forwarded-for");
    const address = bareAddress(socket);
    if (!hasWarned && forwarded !== undefined && address !== null && !isTrustedProxy(proxies, address)) {
      hasWarned = true;
      log.warn({ address }, "calls come with X-Forwarded-For: if this address is your proxy, name it in TRUST_PROXY");
    }
    return callerNetwork(socket, forwarded, proxies);
  };
}

function servePages(app: Hono, root: string, publicUrl: string): void {
  app.use("/*", pageHeaders(publicUrl));
  app.get("/", (c) => c.redirect("/console.html"));
  app.use("/*", cachePages, serveStatic({ root }));
}
