/** Digits of any script as the ten that everybody knows: each script has its own ten in a row. */
export const normalizeDigits = (text: string): string =>
  text.normalize("NFKC").replace(/(?![0-9])\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0)!;
    let zero = code;
    while (zero > code - 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
    return String(code - zero);
  });

/** Signs that are there and not seen: marks of direction, soft hyphens, what a copied cell or page brings along. */
export const removeInvisible = (text: string): string => text.replace(/\p{Default_Ignorable_Code_Point}/gu, "");
