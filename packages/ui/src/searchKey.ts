/** The form in which texts are compared when searching: without case, accents or full-width letters. */
export const searchKey = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
