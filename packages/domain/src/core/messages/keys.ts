import type { TemplateValues } from "../text/template.ts";
import type { en } from "./en.ts";

export type Catalogue = typeof en;
export type MessageKey = keyof Catalogue;

/** How a message shows a value: an instant as clock time, day and time, or day; a duration; a person by id. */
export type MessageFormats = {
  time: number;
  moment: number;
  day: number;
  minutes: number;
  person: string;
};

/** The values that a message needs, read off its English text: `{name}`, `{until:time}`, `{who:person}`, `{count|digit|digits}`. */
export type ValuesOf<K extends MessageKey> = TemplateValues<Catalogue[K], MessageFormats>;

/** A text kept as data, so that it can be shown later in another language, zone or under another name. */
export interface Message<K extends MessageKey = MessageKey> {
  key: K;
  values: Record<string, string | number>;
}
