/** A sum such as `US$182.40`, or a time such as `12:41`: its dot and its colons are no link's. */
const FIGURE = /^[^\d.:@\\/]*\d[\d,]*(?:\.\d+|(?::\d\d){1,2})[^\p{L}\d.:@\\/]*$/u;
/** A dot of any script before what could be the next part of a name of the web: two signs, or one that is no plain letter. */
const DOT =
  /[.\u2024\u3002\uFE52\uFF0E\uFF61](?=[\p{L}\p{M}\p{N}\p{Default_Ignorable_Code_Point}_-]{2}|[^\s\p{P}a-z])/giu;
const SIGN = /[:@\uFE55\uFF1A\uFE6B\uFF20](?=\S)|[/\\\uFF0F\uFF3C](?=[/\\\uFF0F\uFF3C])/gu;

/**
 * A text that people typed, as it may stand in a mail. Mail programs make links of web names, addresses and schemes without
 * being asked; none looks for one across a space.
 */
export const defuseLinks = (text: string): string =>
  text.replace(/\S+/g, (word) => (FIGURE.test(word) ? word : word.replace(DOT, "$& ").replace(SIGN, "$& ")));
