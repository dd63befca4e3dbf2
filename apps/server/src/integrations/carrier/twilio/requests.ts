import { IndefiniteAnswer } from "../../indefiniteAnswer.ts";
import type { RequestClient } from "twilio";

/** A request as the library hands it to its client. */
interface LibraryRequest {
  method: string;
  uri: string;
  username?: string;
  password?: string;
  headers?: Record<string, string>;
  params?: object;
  data?: object;
}

/**
 * Sends the library's requests. It builds absolute addresses, so another address is put in here; and its own client
 * can't be aborted. Throws `IndefiniteAnswer` if the connection breaks, or the signal's reason.
 */
export function requestClient(apiUrl: string | undefined, signal: AbortSignal): RequestClient {
  const request = async ({ method, uri, username = "", password = "", headers, params, data }: LibraryRequest) => {
    const url = addressOf(uri, apiUrl);
    for (const [name, value] of formOf(params)) url.searchParams.append(name, value);
    try {
      const response = await fetch(url, {
        method: method.toUpperCase(),
        headers: { ...headers, authorization: `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}` },
        body: data === undefined ? null : formOf(data),
        redirect: "error",
        signal,
      });
      return { statusCode: response.status, body: await response.text(), headers: {} };
    } catch {
      signal.throwIfAborted();
      throw new IndefiniteAnswer("lost");
    }
  };
  // The library calls nothing else of its client.
  return { request } as unknown as RequestClient;
}

function addressOf(uri: string, apiUrl: string | undefined): URL {
  const url = new URL(uri);
  if (apiUrl === undefined) return url;
  const { protocol, host } = new URL(apiUrl);
  return new URL(`${protocol}//${host}${url.pathname}${url.search}`);
}

/** Parameters as a form; a list repeats its name, and what is missing is left out. */
function formOf(values: object = {}): URLSearchParams {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(values))
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined && one !== null) form.append(name, String(one));
  return form;
}
