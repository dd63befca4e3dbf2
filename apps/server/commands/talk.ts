/** Talks to a running server over HTTP, as any other program would. */
export const address = `http://127.0.0.1:${process.env.PORT ?? 8787}`;

interface Headers {
  secret?: string;
  account?: string;
}

/** Calls a procedure. Ends the command with the server's own sentence where it refuses. */
export async function call<T>(
  type: "query" | "mutation",
  path: string,
  input: unknown,
  { secret, account }: Headers = {},
): Promise<T> {
  const headers = {
    "content-type": "application/json",
    ...(secret ? { authorization: `Bearer ${secret}` } : {}),
    ...(account ? { "x-callboard-account": account } : {}),
  };
  const url = `${address}/trpc/${path}`;
  const answer = await fetch(
    type === "query" ? `${url}?input=${encodeURIComponent(JSON.stringify(input ?? {}))}` : url,
    type === "query" ? { headers } : { method: "POST", headers, body: JSON.stringify(input ?? {}) },
  ).catch(() => stop(`No server answers at ${address}. Start one with “npx -y pnpm@12.21.0 start”.`));
  const body = (await answer.json()) as { result?: { data: T }; error?: { message: string } };
  return body.result ? body.result.data : stop(body.error?.message ?? `The server answered ${answer.status}.`);
}

export function stop(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}
