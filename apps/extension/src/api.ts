import type { AppRouter } from "@callboard/server/router";
import { createTRPCClient, httpBatchLink, httpLink, splitLink, TRPCClientError } from "@trpc/client";
import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import { session } from "./session.ts";

export type Api = ReturnType<typeof createTRPCClient<AppRouter>>;
export type Answers = inferRouterOutputs<AppRouter>;
export type Inputs = inferRouterInputs<AppRouter>;

const BATCH_MAX = 20;
const clients = new Map<string, Api>();

/** The typed client for a server. Headers are read at each call, so that signing in or switching needs no new one. */
export function api(server = session.value?.server ?? ""): Api {
  let client = clients.get(server);
  if (!client) {
    client = clientFor(server);
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

function clientFor(server: string): Api {
  const url = `${server}/trpc`;
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (op) => op.type === "mutation",
        true: httpLink({
          url,
          headers: ({ op }) => ({
            ...headersNow(),
            ...(op.context.key ? { "idempotency-key": String(op.context.key) } : {}),
          }),
          // Goes on after the page is gone: closing the popup right after a click cancels nothing.
          fetch: (input, init) => fetch(input, { ...(init as RequestInit), keepalive: true }),
        }),
        false: httpBatchLink({ url, maxItems: BATCH_MAX, headers: headersNow }),
      }),
    ],
  });
}

export type Refusal = { code: string; key: string; field: string | null; sentence: string };

/** What the server said, or null where it could not be reached. */
export function refusalOf(error: unknown): Refusal | null {
  if (!(error instanceof TRPCClientError) || !error.data) return null;
  const { code, key, field } = error.data as { code: string; key: string; field: string | null };
  return { code, key, field, sentence: error.message };
}
