type Trim<H extends string> = H extends `${infer Name}:${string}` ? Name : H;
type Holes<S extends string> = S extends `${string}{${infer H}}${infer Rest}` ? Trim<H> | Holes<Rest> : never;
export type Values<S extends string> = [Holes<S>] extends [never] ? [] : [values: Record<Holes<S>, string | number>];

/** Fills the holes of a text: `say(texts.back, { until: "13:00" })`. A missing value does not compile. */
export function say<S extends string>(text: S, ...[values]: Values<S>): string {
  return text.replace(/\{(\w+)\}/g, (hole, name: string) =>
    String((values as Record<string, string | number> | undefined)?.[name] ?? hole),
  );
}
