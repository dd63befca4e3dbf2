import { IndefiniteAnswer } from "../../indefiniteAnswer.ts";
import { type CarrierAnswer } from "../port.ts";

/** Twilio's error codes, as its documentation lists them. */
const NOT_AVAILABLE = [21422, 21452];
const ADDRESS_NEEDED = [21613, 21615, 21631, 21632, 21649, 21650, 21651];
/** The call isn't in progress. */
const CALL_OVER = 21220;

/** An error of the library: the HTTP status and Twilio's own code. */
interface RestError {
  status: number;
  code: number | undefined;
}

/** The HTTP status and code of an error that Twilio reported; null for any other. */
function restErrorOf(error: unknown): RestError | null {
  if (!(error instanceof Error) || !("status" in error) || typeof error.status !== "number") return null;
  return { status: error.status, code: "code" in error && typeof error.code === "number" ? error.code : undefined };
}

/** Whether Twilio says that there is no such thing. A web page that isn't Twilio's has no code. */
export function isNotFound(error: unknown): boolean {
  const rest = restErrorOf(error);
  return rest?.status === 404 && rest.code !== undefined;
}

export const isCallOver = (error: unknown): boolean => isNotFound(error) || restErrorOf(error)?.code === CALL_OVER;

/**
 * The answer to an order that Twilio certainly didn't carry out. Throws `IndefiniteAnswer` for everything else: a wrong token or
 * a suspended account is mended by the operator, and the order then goes on.
 */
export function errorAnswer(error: unknown): CarrierAnswer {
  const rest = restErrorOf(error);
  if (rest?.status === 429) return { outcome: "busy" };
  if (rest?.status !== 400 || rest.code === undefined) throw noAnswerError(error);
  const reason = NOT_AVAILABLE.includes(rest.code)
    ? "taken"
    : ADDRESS_NEEDED.includes(rest.code)
      ? "address needed"
      : "other";
  return { outcome: "declined", reason };
}

/** Replaces the library's errors, so that no request gets into logs. */
export function noAnswerError(error: unknown): unknown {
  if (restErrorOf(error) !== null) return new IndefiniteAnswer("broken");
  // The library parses the answer, and reports a page of somebody else's as a plain error or as invalid JSON.
  const isUnreadable = error instanceof Error && (error.name === "SyntaxError" || error.constructor === Error);
  return isUnreadable ? new IndefiniteAnswer("unreadable") : error;
}
