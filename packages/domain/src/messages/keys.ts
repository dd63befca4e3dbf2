import type { en } from "./en.ts";

export type Catalogue = typeof en;
export type MessageKey = keyof Catalogue;

type Trim<H extends string> = H extends `${infer Name}|${string}`
  ? [Name, "count"]
  : H extends `${infer Name}:${infer Format}`
    ? [Name, Format]
    : [H, "text"];
type Holes<S extends string> = S extends `${string}{${infer H}}${infer Rest}` ? Trim<H> | Holes<Rest> : never;
type Written<F> = F extends "text" ? string | number : F extends "person" ? string : number;

/** The values that a message needs, read off its English text: `{name}`, `{until:time}`, `{who:person}`, `{count|digit|digits}`. */
export type ValuesOf<K extends MessageKey> = {
  [H in Holes<Catalogue[K]> as H[0]]: Written<H[1]>;
};

/** A text kept as data, so that it can be shown later in another language, zone or under another name. */
export interface Phrase<K extends MessageKey = MessageKey> {
  key: K;
  values: Record<string, string | number>;
}
