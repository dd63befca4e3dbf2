import { Failure, type FailureCode } from "@callboard/domain/core/failure";
import { en } from "@callboard/domain/core/messages/en";
import { render } from "@callboard/domain/core/message";
import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { localeIn, DEFAULT_LOCALE } from "../store/locale.ts";

const HTTP_STATUS: Record<FailureCode, ContentfulStatusCode> = {
  invalid: 400,
  "signed-out": 401,
  unpaid: 402,
  forbidden: 403,
  "not-found": 404,
  conflict: 409,
  busy: 503,
};

/** A failure outside tRPC has tRPC's format, so that clients need only one parser. */
export function failureResponse(
  c: Context,
  { code, key, values, field = null }: FailureBody,
  status = HTTP_STATUS[code],
): Response {
  return jsonError(c, status, messageText(key, values), { code, key, field, request: "" });
}
type FailureBody = Pick<Failure, "code" | "key" | "values"> & { field?: string | null | undefined };

/** The answer to an unexpected error. It has only the request id, under which the log has the error. */
export const errorResponse = (c: Context, request: string): Response =>
  jsonError(c, 500, messageText("api.internalError", { request }), {
    code: "broken",
    key: "api.internalError",
    field: null,
    request,
  });

/** -32600 is the code that JSON-RPC, whose error format tRPC uses, gives any invalid request. */
const jsonError = (c: Context, status: ContentfulStatusCode, message: string, data: object): Response =>
  c.json({ error: { message, code: -32600, data: { ...data, httpStatus: status } } }, status);

const messageText = (key: Failure["key"], values: object): string =>
  render(en, { key, values: values as Record<string, string | number> }, localeIn(DEFAULT_LOCALE, "UTC"));
