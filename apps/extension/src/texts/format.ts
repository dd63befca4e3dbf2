type PlaceholderName<H extends string> = H extends `${infer Name}:${string}` ? Name : H;
type Placeholders<S extends string> = S extends `${string}{${infer H}}${infer Rest}`
  ? PlaceholderName<H> | Placeholders<Rest>
  : never;
export type Values<S extends string> = [Placeholders<S>] extends [never]
  ? []
  : [values: Record<Placeholders<S>, string | number>];

/** Fills a text's placeholders: `format(texts.back, { until: "13:00" })`. A missing value doesn't compile. */
export function format<S extends string>(text: S, ...[values]: Values<S>): string {
  return text.replace(/\{(\w+)\}/g, (hole, name: string) =>
    String((values as Record<string, string | number> | undefined)?.[name] ?? hole),
  );
}
