import { Failure } from "@callboard/domain/core/failure";

/** Two names, a brace, a comma and a few blanks are outside of texts; the rest is for what a client may put beside them. */
const OUTSIDE_MAX = 1000;
const [QUOTE, BACKSLASH] = [0x22, 0x5c];

/**
 * A file is one text in its JSON. As many bytes of lists in lists, of names or of numbers take JSON seconds to read, in which nobody
 * else is answered: what is outside of texts is counted while it comes, and refused before anybody tries.
 */
export function fileSigns(): (piece: Uint8Array) => void {
  let inText = false;
  let isEscaped = false;
  let outside = 0;
  return (piece) => {
    for (const byte of piece) {
      if (isEscaped) isEscaped = false;
      else if (inText && byte === BACKSLASH) isEscaped = true;
      else if (byte === QUOTE) inText = !inText;
      else if (!inText && (outside += 1) > OUTSIDE_MAX) throw new Failure("invalid", "import.notAText", {});
    }
  };
}
