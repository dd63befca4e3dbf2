import { Failure } from "@callboard/domain/core/failure";
import { isListedWebsite } from "@callboard/domain/sources/websites";
import { type Context, Hono, type MiddlewareHandler } from "hono";
import { answerSwap } from "../../features/sources/answerSwap.ts";
import type { Services } from "../../services.ts";
import { findSwapAccount, readSwapFacts, type SwapFacts } from "../../store/reads/swapFacts.ts";
import { systemScope } from "../../store/systemScope.ts";
import { failureResponse } from "../failureResponse.ts";
import { parseSwapRequest } from "./swapRequest.ts";
import { swapScriptResponse } from "./swapScript.ts";

/** The number swap for websites, open to everybody: the script, and which numbers a page shows. */
export function swapRoutes(services: Services): Hono {
  const app = new Hono();
  app.get("/swap.js", allowEmbedding, swapScriptResponse);
  app.get("/swap", allowEmbedding, async (c) => {
    try {
      return await swapResponse(services, c);
    } catch (error) {
      if (error instanceof Failure) return failureResponse(c, error);
      throw error;
    }
  });
  return app;
}

/** Pages of other sites load both; by default, nothing of this server may be embedded elsewhere. */
const allowEmbedding: MiddlewareHandler = (c, next) => {
  c.header("cross-origin-resource-policy", "cross-origin");
  return next();
};

async function swapResponse(services: Services, c: Context): Promise<Response> {
  const { key, ...request } = parseSwapRequest(new URL(c.req.url).searchParams);
  const origin = c.req.header("origin") ?? "";
  const facts = await factsOfKey(services, key);
  c.header("vary", "Origin");
  // An unknown key and another's website get the same answer, so that nobody learns which keys exist.
  if (facts?.code.key !== key || !isListedWebsite(facts.code.websites, origin))
    throw new Failure("forbidden", "sources.swapWrongWebsite", {});
  const { source, isRecognized, texts } = await answerSwap(facts, request, services.now());
  c.header("access-control-allow-origin", origin);
  return c.json({ source, recognized: isRecognized, texts });
}

async function factsOfKey(services: Services, key: string): Promise<SwapFacts | null> {
  const account = await findSwapAccount(services.db, key);
  return account === null ? null : readSwapFacts(systemScope(services, account, { as: "job", id: "swap" }));
}
