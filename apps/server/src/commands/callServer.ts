import { processVariables } from "../env.ts";
import { readSettings, HOW_TO_START, findServer } from "./findServer.ts";
import { exitWith } from "./exitWith.ts";

/** Found on the first call, so that a command with wrong arguments reports them even without a server. */
let target: Promise<{ address: string; demoKey: string | null }> | null = null;

async function findTarget() {
  const settings = readSettings();
  const server = await findServer(settings);
  // A `PORT` may name a server started elsewhere, so try it.
  if (server === null && processVariables().PORT === undefined) exitWith(`No server runs here. ${HOW_TO_START}`);
  return { address: server?.address ?? `http://127.0.0.1:${settings.PORT}`, demoKey: server?.demoKey ?? null };
}

interface Headers {
  secret?: string;
  account?: string;
}

/** Calls a procedure over HTTP like any other client. If it fails, ends the command with the server's message. */
export async function callServer<T>(
  type: "query" | "mutation",
  path: string,
  input: unknown,
  { secret, account }: Headers = {},
): Promise<T> {
  const { address, demoKey } = await (target ??= findTarget());
  const headers = {
    "content-type": "application/json",
    ...(secret ? { authorization: `Bearer ${secret}` } : {}),
    ...(account ? { "x-callboard-account": account } : {}),
    ...(demoKey ? { "x-callboard-demo": demoKey } : {}),
  };
  const url = `${address}/trpc/${path}`;
  const answer = await fetch(
    type === "query" ? `${url}?input=${encodeURIComponent(JSON.stringify(input ?? {}))}` : url,
    type === "query" ? { headers } : { method: "POST", headers, body: JSON.stringify(input ?? {}) },
  ).catch(() => exitWith(`No server answers at ${address}. ${HOW_TO_START}`));
  const body = (await answer.json().catch(() => ({}))) as { result?: { data: T }; error?: { message: string } };
  return body.result ? body.result.data : exitWith(body.error?.message ?? `The server answered ${answer.status}.`);
}
