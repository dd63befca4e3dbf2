import type { Context } from "hono";

/** A name under which only this machine reaches a server, as it stands in an address. */
export const isLoopbackName = (name: string): boolean =>
  name === "localhost" || name === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(name);

/** The name that somebody called a server by, without its port; null where it is none. */
export function requestedHost(header: string | null | undefined): string | null {
  if (!header || /[\s/?#@\\]/.test(header)) return null;
  try {
    return new URL(`http://${header}`).hostname;
  } catch {
    return null;
  }
}

/** The address at this end of the connection, as it stands in an address: what a check of a load balancer calls it by. */
function localAddress(c: Context): string | null {
  const address: unknown = c.env?.incoming?.socket?.localAddress;
  if (typeof address !== "string") return null;
  const plain = address.replace(/^::ffff:/, "");
  return plain.includes(":") ? `[${plain}]` : plain;
}

/** Whether a request names the server by a name of its own: the public one, this machine's, or the very address that was reached. */
export function isOwnName(publicUrl: string): (c: Context) => boolean {
  const own = new URL(publicUrl).hostname;
  return (c) => {
    const name = requestedHost(c.req.header("host") ?? new URL(c.req.url).host);
    return name !== null && (name === own || isLoopbackName(name) || name === localAddress(c));
  };
}
