/** An amount such as `US$182.40` or a time such as `12:41`, whose dots and colons don't make a link. */
const AMOUNT_OR_TIME = /^[^\d.:@\\/]*\d[\d,]*(?:\.\d+|(?::\d\d){1,2})[^\p{L}\d.:@\\/]*$/u;
/**
 * A dot of any script before a possible next part of a domain name: two characters, or one that isn't a plain letter.
 */
const DOT =
  /[.\u2024\u3002\uFE52\uFF0E\uFF61](?=[\p{L}\p{M}\p{N}\p{Default_Ignorable_Code_Point}_-]{2}|[^\s\p{P}a-z])/giu;
const LINK_CHARACTER = /[:@\uFE55\uFF1A\uFE6B\uFF20](?=\S)|[/\\\uFF0F\uFF3C](?=[/\\\uFF0F\uFF3C])/gu;

/**
 * Makes typed text safe for a mail. Mail programs turn domain names, addresses and schemes into links, but never across
 * a space.
 */
export const defuseLinks = (text: string): string =>
  text.replace(/\S+/g, (word) =>
    AMOUNT_OR_TIME.test(word) ? word : word.replace(DOT, "$& ").replace(LINK_CHARACTER, "$& "),
  );
