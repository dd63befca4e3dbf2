const DIGIT = /^\p{Nd}$/u;

/** The value of one digit in any script: each script has its ten in a row. 0 if it isn't a digit. */
export function digitValue(text: string): number {
  if (!DIGIT.test(text)) return 0;
  let value = 0;
  while (DIGIT.test(String.fromCodePoint(text.codePointAt(0)! - value - 1))) value += 1;
  return value % 10;
}

/**
 * The number of a key, by its position, because many keyboards write something else there. With Shift, and on the
 * number pad (where it may be an arrow), it has to write a digit.
 */
export function digitOfKey(event: KeyboardEvent): number {
  const { code, key, shiftKey } = event;
  if (event.getModifierState("AltGraph")) return 0;
  const [, group, number] = /^(Digit|Numpad)(\d)$/.exec(code) ?? [];
  if (group === "Digit" && !shiftKey) return Number(number);
  return DIGIT.test(key) ? Number(number ?? digitValue(key)) : 0;
}
