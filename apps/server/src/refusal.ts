import { Failure, type FailureCode } from "@callboard/domain/failure";
import { en } from "@callboard/domain/messages/en";
import { render } from "@callboard/domain/phrase";
import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { readerIn, UNKNOWN } from "./locale.ts";

const HTTP: Record<FailureCode, ContentfulStatusCode> = {
  invalid: 400,
  "signed-out": 401,
  unpaid: 402,
  forbidden: 403,
  "not-found": 404,
  conflict: 409,
  busy: 503,
};

/** A refusal outside tRPC looks like tRPC's own, so that one reader of answers does for both. */
export function refused(c: Context, { code, key, values, field = null }: Refusal, status = HTTP[code]): Response {
  return answer(c, status, sentence(key, values), { code, key, field, request: "" });
}
type Refusal = Pick<Failure, "code" | "key" | "values"> & { field?: string | null | undefined };

/** A bug of ours: said without what it was. It stands in the log under the same request. */
export const broken = (c: Context, request: string): Response =>
  answer(c, 500, sentence("call.broken", { request }), { code: "broken", key: "call.broken", field: null, request });

const answer = (c: Context, status: ContentfulStatusCode, message: string, data: object): Response =>
  c.json({ error: { message, code: -32600, data: { ...data, httpStatus: status } } }, status);

const sentence = (key: Failure["key"], values: object): string =>
  render(en, { key, values: values as Record<string, string | number> }, readerIn(UNKNOWN, "UTC"));
