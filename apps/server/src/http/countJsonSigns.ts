import { Failure } from "@callboard/domain/core/failure";

/** Only braces, commas, colons and a few blanks are outside of strings; the rest is a reserve for other clients. */
const OUTSIDE_MAX = 1000;
const [QUOTE, BACKSLASH] = [0x22, 0x5c];

/**
 * A file is one JSON string. The same number of bytes as nested lists, names or numbers would take seconds to parse and
 * block all other calls. So characters outside of strings are counted as they arrive, and too many are rejected before
 * parsing.
 */
export function countJsonSigns(): (piece: Uint8Array) => void {
  let inText = false;
  let isEscaped = false;
  let outside = 0;
  return (piece) => {
    for (const byte of piece) {
      if (isEscaped) isEscaped = false;
      else if (inText && byte === BACKSLASH) isEscaped = true;
      else if (byte === QUOTE) inText = !inText;
      else if (!inText && (outside += 1) > OUTSIDE_MAX) throw new Failure("invalid", "numbers.import.notAText", {});
    }
  };
}
