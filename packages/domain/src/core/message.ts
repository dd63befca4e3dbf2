import type { Catalogue, MessageKey, Message, ValuesOf } from "./messages/keys.ts";
import { formatDay, formatDuration, formatDateTime, formatTime } from "./time.ts";

export type { Message as Phrase } from "./messages/keys.ts";

type Args<K extends MessageKey> = keyof ValuesOf<K> extends never ? [values?: ValuesOf<K>] : [values: ValuesOf<K>];

export function message<K extends MessageKey>(key: K, ...[values]: Args<K>): Message<K> {
  return { key, values: (values ?? {}) as Record<string, string | number> };
}

export interface MessageLocale {
  /** IANA zone for times. */
  zone: string;
  locale: string;
  /** Current names by person id: a person can be renamed or erased. */
  people?: ReadonlyMap<string, string> | undefined;
}

const PLACEHOLDER = /\{(\w+)(?::(\w+)|\|([^|{}]+)\|([^|{}]+))?\}/g;

/**
 * Renders a message. Formats: `{x}` as it is, `{x|digit|digits}` a count with its noun, `{x:time}` a clock time,
 * `{x:moment}` a day and time, `{x:day}` a day, `{x:minutes}` a duration, `{x:person}` a name.
 */
export function render(catalogue: Catalogue, said: Message, locale: MessageLocale): string {
  const template: string = catalogue[said.key] ?? said.key;
  return template.replace(PLACEHOLDER, (hole, name: string, format?: string, one?: string, many?: string) => {
    const value = said.values[name];
    if (value === undefined) return hole;
    if (one !== undefined) return `${value} ${value === 1 ? one : many}`;
    if (format === "time") return formatTime(Number(value), locale);
    if (format === "moment") return formatDateTime(Number(value), locale);
    if (format === "day") return formatDay(Number(value), locale);
    if (format === "minutes") return formatDuration(Number(value));
    if (format === "person") return locale.people?.get(String(value)) ?? "someone who has left";
    return String(value);
  });
}
