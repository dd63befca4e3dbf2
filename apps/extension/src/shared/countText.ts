const formats = new Map<string, Intl.NumberFormat>();

/** `12,431`: a count in the reader's format. */
export function countText(count: number, language: string): string {
  let format = formats.get(language);
  if (!format) formats.set(language, (format = new Intl.NumberFormat(language)));
  return format.format(count);
}
