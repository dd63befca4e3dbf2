const DIGIT = /^\p{Nd}$/u;

/** The value of one digit, of whichever script: each has its ten in a row. 0 for what is none. */
export function digitValue(text: string): number {
  if (!DIGIT.test(text)) return 0;
  let value = 0;
  while (DIGIT.test(String.fromCodePoint(text.codePointAt(0)! - value - 1))) value += 1;
  return value % 10;
}

/**
 * The number of a key: by its place, since on many keyboards it writes something else there. With Shift it has to write a
 * digit, and on the pad too, where it may be an arrow.
 */
export function digitOfKey(event: KeyboardEvent): number {
  const { code, key, shiftKey } = event;
  if (event.getModifierState("AltGraph")) return 0;
  const [, part, number] = /^(Digit|Numpad)(\d)$/.exec(code) ?? [];
  if (part === "Digit" && !shiftKey) return Number(number);
  return DIGIT.test(key) ? Number(number ?? digitValue(key)) : 0;
}
