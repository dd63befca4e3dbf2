/** Converts digits of any script to 0–9: each script has its ten digits in a row. */
export const normalizeDigits = (text: string): string =>
  text.normalize("NFKC").replace(/(?![0-9])\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0)!;
    let zero = code;
    while (zero > code - 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
    return String(code - zero);
  });

/** Removes invisible characters: direction marks, soft hyphens, leftovers from a copied cell or page. */
export const removeInvisible = (text: string): string => text.replace(/\p{Default_Ignorable_Code_Point}/gu, "");
