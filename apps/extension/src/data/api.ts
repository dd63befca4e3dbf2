import type { AppRouter } from "@callboard/server/http/router";
import type { TRPCClient } from "@trpc/client";
import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import { localeHeaders } from "./locale.ts";
import { type Session, session } from "./session.ts";
import { createClient, RequestError } from "./transport.ts";

export type Api = TRPCClient<AppRouter>;
export type Outputs = inferRouterOutputs<AppRouter>;
export type Inputs = inferRouterInputs<AppRouter>;

/** The `authorization` header's scheme. */
const SCHEME = "Bearer ";
/** One client per server. */
const clients = new Map<string, Api>();

let extraHeaders: () => Record<string, string> = () => ({});
/** Headers that a page sends with each of its requests, besides those that identify the person and the account. */
export const setExtraHeaders = (headers: typeof extraHeaders): void => void (extraHeaders = headers);

/** The typed client for a server. Headers are read at each request, so it outlives a sign-in or another account. */
export function api(server = session.value?.server ?? ""): Api {
  let client = clients.get(server);
  if (!client) {
    client = createClient({
      url: `${server}/trpc`,
      headers: () => ({ ...localeHeaders(), ...currentHeaders(), ...extraHeaders() }),
    }) as Api;
    clients.set(server, client);
  }
  return client;
}

export const currentHeaders = (): Record<string, string> => (session.value ? sessionHeaders(session.value) : {});

const sessionHeaders = ({ secret, account }: Session): Record<string, string> => ({
  authorization: SCHEME + secret,
  ...(account === null ? {} : { "x-callboard-account": account }),
});

/** For requests of one session or account, even if the page has since moved on to another. */
export const apiFor = (owner: Session): Api =>
  createClient({ url: `${owner.server}/trpc`, headers: () => sessionHeaders(owner) }) as Api;

/** A refusal by the server. */
export type Failure = {
  /** What sort of refusal, such as `not-found` or `busy`. */
  code: string;
  /** The message's key. */
  key: string;
  /** The input field that it is about. */
  field: string | null;
  /** The message in words. */
  sentence: string;
  /** The secret of the session that was rejected. */
  sessionSecret?: string | undefined;
};

/** The server's failure, or null if the server could not be reached. */
export function failureOf(error: unknown): Failure | null {
  if (!(error instanceof RequestError)) return null;
  return { ...error.data, sentence: error.message, sessionSecret: error.headers["authorization"]?.replace(SCHEME, "") };
}
