const formats = new Map<string, Intl.NumberFormat>();

/** `12,431`: a count in the reader's format. */
export function countText(count: number, locale: string): string {
  let format = formats.get(locale);
  if (!format) formats.set(locale, (format = new Intl.NumberFormat(locale)));
  return format.format(count);
}
