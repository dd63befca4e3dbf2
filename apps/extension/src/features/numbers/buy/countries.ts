/** Countries where carriers rent out numbers without much paperwork; numbers of others are imported. */
const COUNTRIES = ["US", "CA", "GB", "IE", "AU", "NZ", "DE", "AT", "CH", "FR", "ES", "IT", "NL"] as const;

const optionsByLocale = new Map<string, { value: string; label: string }[]>();

/** The countries in the reader's language, sorted by name. */
export function countryOptions(locale: string): { value: string; label: string }[] {
  let options = optionsByLocale.get(locale);
  if (!options) {
    const names = new Intl.DisplayNames(locale, { type: "region" });
    options = COUNTRIES.map((value) => ({ value, label: names.of(value) ?? value }));
    options.sort((a, b) => a.label.localeCompare(b.label, locale));
    optionsByLocale.set(locale, options);
  }
  return options;
}
