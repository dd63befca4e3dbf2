/** Formats that a template may name, and the type of value that each takes. */
type Formats = Record<string, string | number>;
type ParsePlaceholder<P extends string> = P extends `${infer Name}|${string}`
  ? [Name, "count"]
  : P extends `${infer Name}:${infer Format}`
    ? [Name, Format]
    : [P, "text"];
type Placeholders<S extends string> = S extends `${string}{${infer P}}${infer Rest}`
  ? ParsePlaceholder<P> | Placeholders<Rest>
  : never;
type ValueType<Format, F extends Formats> = Format extends "text"
  ? string | number
  : Format extends "count"
    ? number
    : Format extends keyof F
      ? F[Format]
      : never;

/** The values that a template needs, inferred from its text; an unknown format accepts no value. */
export type TemplateValues<S extends string, F extends Formats> = {
  [P in Placeholders<S> as P[0]]: ValueType<P[1], F>;
};
export type TemplateArgs<Values> = keyof Values extends never ? [values?: Values] : [values: Values];

const PLACEHOLDER = /\{(\w+)(?:\|([^{}]+)|:(\w+))?\}/g;

type Values = Record<string, string | number>;
export type TemplateFiller = (
  template: string,
  values: Values,
  show?: (value: string | number, format: string) => string,
) => string;

/**
 * Fills in templates of a language: `{x}`; `{x|digit|digits}`, a count with its noun; `{x:format}`, which `show` writes.
 * The noun's forms are those of the language's plural categories, in the order zero, one, two, few, many, other.
 */
export function createTemplateFiller(language: string): TemplateFiller {
  let rules: Intl.PluralRules | undefined;
  return (template, values, show) =>
    template.replace(PLACEHOLDER, (placeholder, name: string, nouns?: string, format?: string) => {
      const value = values[name];
      if (value === undefined) return placeholder;
      if (format && show) return show(value, format);
      if (!nouns) return `${value}`;
      rules ??= new Intl.PluralRules(language);
      const form = rules.resolvedOptions().pluralCategories.indexOf(rules.select(value as number));
      return `${value} ${nouns.split("|")[form]}`;
    });
}
