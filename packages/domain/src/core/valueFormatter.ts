import type { MessageKey } from "./messages/keys.ts";
import type { Message } from "./message.ts";

/** Renders single values as text. People and other records appear under their current names. */
export interface ValueFormatter {
  instant(at: number): string;
  minutes(minutes: number): string;
  micros(micros: number): string;
  person(id: string): string;
  record(kind: string, id: string): string;
  word(key: MessageKey): string;
  message(message: Message): string;
  /** Set while only the names to look up are collected: slow formats that contain no names can be skipped. */
  collecting?: true;
}

/**
 * How a stored field is rendered. `text`: long text, compared word by word. A function renders one value, or one item
 * if the field is a list.
 */
export type FieldFormat<V = any> =
  | "actor"
  | "message"
  | "instant"
  | "minutes"
  | "micros"
  | "person"
  | "text"
  | ((value: V extends readonly (infer I)[] ? I : NonNullable<V>, show: ValueFormatter) => string);
