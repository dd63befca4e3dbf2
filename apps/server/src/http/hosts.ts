import { Failure } from "@callboard/domain/core/failure";
import type { Context, MiddlewareHandler } from "hono";
import { failureResponse } from "./failureResponse.ts";

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

/**
 * Lets in only who calls the server by a name of its own: the public one, this machine's, or the very address that was
 * reached. A page elsewhere whose name was turned to this address (DNS rebinding) calls it by that name.
 */
export function allowOwnHosts(publicUrl: string): MiddlewareHandler {
  const own = new URL(publicUrl).hostname;
  return (c, next) => {
    const name = requestedHost(c.req.header("host") ?? new URL(c.req.url).host);
    if (name !== null && (name === own || isLoopbackName(name) || name === localAddress(c))) return next();
    return Promise.resolve(failureResponse(c, new Failure("forbidden", "call.otherName", {}), 421));
  };
}

/** The address at this end of the connection, as it stands in an address: what a check of a load balancer calls it by. */
function localAddress(c: Context): string | null {
  const address: unknown = c.env?.incoming?.socket?.localAddress;
  if (typeof address !== "string") return null;
  const plain = address.replace(/^::ffff:/, "");
  return plain.includes(":") ? `[${plain}]` : plain;
}
