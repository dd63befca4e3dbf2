import { Failure } from "@callboard/domain/core/failure";

/** The console sends only braces, commas, colons and a few blanks outside of strings; other clients may send more. */
const OUTSIDE_MAX = 1000;
const [QUOTE, BACKSLASH] = [0x22, 0x5c];

/**
 * An imported file is sent as one JSON string. The same number of bytes as nested lists, names or numbers would take
 * seconds to parse and block all other requests. So the characters outside of strings are counted as they arrive, and
 * too many are rejected before parsing.
 */
export function countJsonSigns(): (piece: Uint8Array) => void {
  let isInString = false;
  let isEscaped = false;
  let outsideCount = 0;
  return (piece) => {
    for (const byte of piece) {
      if (isEscaped) isEscaped = false;
      else if (isInString && byte === BACKSLASH) isEscaped = true;
      else if (byte === QUOTE) isInString = !isInString;
      else if (!isInString && (outsideCount += 1) > OUTSIDE_MAX)
        throw new Failure("invalid", "numbers.import.notAText", {});
    }
  };
}
