/** `Agent status`: a kind's word where a sentence begins with it. */
export const sentenceCase = (word: string): string => word.charAt(0).toLocaleUpperCase("en") + word.slice(1);
