import { Failure } from "@callboard/domain/core/failure";
import type { MiddlewareHandler } from "hono";
import { isOwnName } from "../hostNames.ts";
import { failureResponse } from "./failureResponse.ts";

/**
 * Accepts only requests under the server's own names. A foreign page whose name was pointed at this address (DNS
 * rebinding) uses that name.
 */
export function allowOwnHosts(publicUrl: string): MiddlewareHandler {
  const isOwn = isOwnName(publicUrl);
  return (c, next) =>
    isOwn(c) ? next() : Promise.resolve(failureResponse(c, new Failure("forbidden", "api.wrongHost", {}), 421));
}
