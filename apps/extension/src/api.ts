import type { AppRouter } from "@callboard/server/router";
import type { TRPCClient } from "@trpc/client";
import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import { localeHeaders } from "./locale.ts";
import { type Session, session } from "./session.ts";
import { clientOver, Refused } from "./transport.ts";

export type Api = TRPCClient<AppRouter>;
export type Answers = inferRouterOutputs<AppRouter>;
export type Inputs = inferRouterInputs<AppRouter>;

const SCHEME = "Bearer ";
const clients = new Map<string, Api>();

let more: () => Record<string, string> = () => ({});
/** What a page says with each of its calls beside who calls. */
export const alsoSay = (headers: typeof more): void => void (more = headers);

/** The typed client for a server. Headers are read at each call, so that signing in or switching needs no new one. */
export function api(server = session.value?.server ?? ""): Api {
  let client = clients.get(server);
  if (!client) {
    client = clientOver({
      url: `${server}/trpc`,
      headers: () => ({ ...localeHeaders(), ...headersNow(), ...more() }),
    }) as Api;
    clients.set(server, client);
  }
  return client;
}

export const headersNow = (): Record<string, string> => (session.value ? headersOf(session.value) : {});

const headersOf = ({ secret, account }: Session): Record<string, string> => ({
  authorization: SCHEME + secret,
  ...(account === null ? {} : { "x-callboard-account": account }),
});

/** For what belongs to one session or account, whatever the page has gone on to since. */
export const apiAs = (one: Session): Api =>
  clientOver({ url: `${one.server}/trpc`, headers: () => headersOf(one) }) as Api;

export type Refusal = {
  code: string;
  key: string;
  field: string | null;
  sentence: string;
  /** The secret of the session that was refused. */
  as?: string | undefined;
};

/** What the server said, or null where it could not be reached. */
export function refusalOf(error: unknown): Refusal | null {
  if (!(error instanceof Refused)) return null;
  return { ...error.data, sentence: error.message, as: error.headers["authorization"]?.replace(SCHEME, "") };
}
