import type { Context } from "hono";

/** A host name, as written in an address, that reaches a server only from the same machine. */
export const isLoopbackName = (name: string): boolean =>
  name === "localhost" || name === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(name);

/** The host name in a Host header, without the port; null if it isn't one. */
export function requestedHost(header: string | null | undefined): string | null {
  if (!header || /[\s/?#@\\]/.test(header)) return null;
  try {
    return new URL(`http://${header}`).hostname;
  } catch {
    return null;
  }
}

/** The local address of the request's connection: load balancers' health checks use it as the host name. */
function localAddress(c: Context): string | null {
  const address: unknown = c.env?.incoming?.socket?.localAddress;
  if (typeof address !== "string") return null;
  const plain = address.replace(/^::ffff:/, "");
  return plain.includes(":") ? `[${plain}]` : plain;
}

/** Whether a request's host is the public one, this machine's, or the address that was reached. */
export function isOwnName(publicUrl: string): (c: Context) => boolean {
  const publicHost = new URL(publicUrl).hostname;
  return (c) => {
    const name = requestedHost(c.req.header("host") ?? new URL(c.req.url).host);
    return name !== null && (name === publicHost || isLoopbackName(name) || name === localAddress(c));
  };
}
