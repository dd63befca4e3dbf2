/** A text as it is looked through: whatever its case, width and accents, and in no language of the machine. */
export const searchKey = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
