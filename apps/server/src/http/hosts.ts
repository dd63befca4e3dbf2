import { Failure } from "@callboard/domain/core/failure";
import type { MiddlewareHandler } from "hono";
import { isOwnName } from "../hostNames.ts";
import { failureResponse } from "./failureResponse.ts";

/**
 * Accepts only requests with one of the server's own host names. After DNS rebinding (a foreign page's host name now
 * has this server's address), browsers send the foreign name.
 */
export function allowOwnHosts(publicUrl: string): MiddlewareHandler {
  const isOwn = isOwnName(publicUrl);
  return (c, next) =>
    isOwn(c) ? next() : Promise.resolve(failureResponse(c, new Failure("forbidden", "api.wrongHost", {}), 421));
}
