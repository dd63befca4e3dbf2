import { fail } from "@callboard/domain/core/failure";
import { ID_MAX } from "@callboard/domain/core/ids";
import { isValidText } from "@callboard/domain/core/text/text";
import { SWAP_KEY_MAX } from "@callboard/domain/sources/types";
import type { RememberedSource } from "@callboard/domain/sources/visitSource";
import type { SwapRequest } from "../../features/sources/answerSwap.ts";

const ADDRESS_MAX = 2000;
/** What the script sends at most in one request. */
const TEXTS_MAX = 30;
const TEXT_MAX = 60;
/** Digits of a number of seconds. */
const SECONDS_MAX = 12;

/** Reads a page's request. Lengths come first, since anybody can send one. Throws `invalid` with the parameter. */
export function parseSwapRequest(params: URLSearchParams): SwapRequest & { key: string } {
  const key = parameter(params, "key", SWAP_KEY_MAX);
  const address = parameter(params, "page", ADDRESS_MAX);
  const referrer = parameter(params, "referrer", ADDRESS_MAX);
  if (key === "" || address === "") fail("invalid", "sources.swapIncomplete");
  const texts = params.getAll("text");
  if (texts.length > TEXTS_MAX) fail("invalid", "sources.swapTooMany", { most: TEXTS_MAX }, "text");
  for (const text of texts) checkText("text", text, TEXT_MAX);
  return { key, address, referrer, remembered: parseRemembered(params), texts };
}

function parseRemembered(params: URLSearchParams): RememberedSource | null {
  const source = parameter(params, "source", ID_MAX);
  const seconds = parameter(params, "seconds", SECONDS_MAX);
  // Whatever else a browser has stored is no source that somebody came by.
  return source === "" || !/^\d+$/.test(seconds) ? null : { source, seconds: Number(seconds) };
}

function parameter(params: URLSearchParams, name: string, most: number): string {
  const value = params.get(name) ?? "";
  checkText(name, value, most);
  return value;
}

function checkText(name: string, value: string, most: number): void {
  if (value.length > most) fail("invalid", "sources.swapTooLong", { field: name, most }, name);
  if (!isValidText(value)) fail("invalid", "api.invalidText", {}, name);
}
