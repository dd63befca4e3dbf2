import { Failure } from "@callboard/domain/failure";

/** A name and a text take a brace, a comma and two colons; the rest is for what a client may put beside them. */
const SIGNS_MAX = 100;
const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const SIGNS = new Set([..."[{,:"].map((sign) => sign.charCodeAt(0)));

/**
 * A file is one text in its JSON. As many bytes of lists in lists, or of names, take JSON seconds to read, in which nobody else is
 * answered: they are counted while they come, and refused before anybody tries.
 */
export function fileSigns(): (piece: Uint8Array) => void {
  let inText = false;
  let isEscaped = false;
  let signs = 0;
  return (piece) => {
    for (const byte of piece) {
      if (inText) {
        if (isEscaped) isEscaped = false;
        else if (byte === BACKSLASH) isEscaped = true;
        else if (byte === QUOTE) inText = false;
      } else if (byte === QUOTE) inText = true;
      else if (SIGNS.has(byte) && (signs += 1) > SIGNS_MAX) throw new Failure("invalid", "import.notAText", {});
    }
  };
}
