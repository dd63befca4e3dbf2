import type { en } from "./en.ts";

export type Catalogue = typeof en;
export type MessageKey = keyof Catalogue;

type ParsePlaceholder<H extends string> = H extends `${infer Name}|${string}`
  ? [Name, "count"]
  : H extends `${infer Name}:${infer Format}`
    ? [Name, Format]
    : [H, "text"];
type Placeholders<S extends string> = S extends `${string}{${infer H}}${infer Rest}`
  ? ParsePlaceholder<H> | Placeholders<Rest>
  : never;
type ValueType<F> = F extends "text" ? string | number : F extends "person" ? string : number;

/** The values that a message needs, read off its English text: `{name}`, `{until:time}`, `{who:person}`, `{count|digit|digits}`. */
export type ValuesOf<K extends MessageKey> = {
  [H in Placeholders<Catalogue[K]> as H[0]]: ValueType<H[1]>;
};

/** A text kept as data, so that it can be shown later in another language, zone or under another name. */
export interface Message<K extends MessageKey = MessageKey> {
  key: K;
  values: Record<string, string | number>;
}
