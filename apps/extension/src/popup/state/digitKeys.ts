const DIGIT = /^\p{Nd}$/u;

/**
 * The value of a digit in any script. In Unicode a script's ten digits are in a row, so it counts how many digits come
 * before; other digits may precede the row, in tens. 0 if it isn't a digit: no row of the list has the number 0.
 */
export function digitValue(text: string): number {
  if (!DIGIT.test(text)) return 0;
  let value = 0;
  while (DIGIT.test(String.fromCodePoint(text.codePointAt(0)! - value - 1))) value += 1;
  return value % 10;
}

/**
 * The digit of a key, by its position: on a French keyboard, for example, the digit keys write letters. With Shift, and
 * on the number pad (where it may be an arrow), it has to write a digit. 0 for other keys.
 */
export function digitOfKey(event: KeyboardEvent): number {
  const { code, key, shiftKey } = event;
  if (event.getModifierState("AltGraph")) return 0;
  const [, group, number] = /^(Digit|Numpad)(\d)$/.exec(code) ?? [];
  if (group === "Digit" && !shiftKey) return Number(number);
  return DIGIT.test(key) ? Number(number ?? digitValue(key)) : 0;
}
