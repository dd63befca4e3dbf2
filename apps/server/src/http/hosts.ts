import { Failure } from "@callboard/domain/core/failure";
import type { MiddlewareHandler } from "hono";
import { isOwnName } from "../hostNames.ts";
import { failureResponse } from "./failureResponse.ts";

/**
 * Lets in only who calls the server by a name of its own. A page elsewhere whose name was turned to this address
 * (DNS rebinding) calls it by that name.
 */
export function allowOwnHosts(publicUrl: string): MiddlewareHandler {
  const isOwn = isOwnName(publicUrl);
  return (c, next) =>
    isOwn(c) ? next() : Promise.resolve(failureResponse(c, new Failure("forbidden", "call.otherName", {}), 421));
}
