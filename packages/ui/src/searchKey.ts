/** A text for searching: ignores case, width and accents, independent of the machine's language. */
export const searchKey = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
