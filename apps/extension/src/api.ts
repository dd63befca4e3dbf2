import type { AppRouter } from "@callboard/server/router";
import type { TRPCClient } from "@trpc/client";
import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import { session } from "./session.ts";
import { clientOver, Refused } from "./transport.ts";

export type Api = TRPCClient<AppRouter>;
export type Answers = inferRouterOutputs<AppRouter>;
export type Inputs = inferRouterInputs<AppRouter>;

const clients = new Map<string, Api>();

let more: () => Record<string, string> = () => ({});
/** What a page says with each of its calls beside who calls. */
export const alsoSay = (headers: typeof more): void => void (more = headers);

/** The typed client for a server. Headers are read at each call, so that signing in or switching needs no new one. */
export function api(server = session.value?.server ?? ""): Api {
  let client = clients.get(server);
  if (!client) {
    client = clientOver({ url: `${server}/trpc`, headers: () => ({ ...headersNow(), ...more() }) }) as Api;
    clients.set(server, client);
  }
  return client;
}

export function headersNow(): Record<string, string> {
  const now = session.value;
  if (!now) return {};
  return {
    authorization: `Bearer ${now.secret}`,
    ...(now.account === null ? {} : { "x-callboard-account": now.account }),
  };
}

export type Refusal = { code: string; key: string; field: string | null; sentence: string };

/** What the server said, or null where it could not be reached. */
export function refusalOf(error: unknown): Refusal | null {
  return error instanceof Refused ? { ...error.data, sentence: error.message } : null;
}
