import type { Catalogue, MessageKey, Phrase, ValuesOf } from "./messages/keys.ts";
import { showDay, showMinutes, showMoment, showTime } from "./time.ts";

export type { Phrase } from "./messages/keys.ts";

type Args<K extends MessageKey> = keyof ValuesOf<K> extends never ? [values?: ValuesOf<K>] : [values: ValuesOf<K>];

export function phrase<K extends MessageKey>(key: K, ...[values]: Args<K>): Phrase<K> {
  return { key, values: (values ?? {}) as Record<string, string | number> };
}

export interface Reader {
  /** IANA zone in which times are written. */
  zone: string;
  locale: string;
  /** Names by person id, as they are now: a person can be renamed or erased. */
  people?: ReadonlyMap<string, string> | undefined;
}

const HOLE = /\{(\w+)(?::(\w+)|\|([^|{}]+)\|([^|{}]+))?\}/g;

/** Writes a phrase out. Formats: `{x}` as it is, `{x|digit|digits}` a count with its noun, `{x:time}` a clock time, `{x:moment}` with its day, `{x:day}` the day alone, `{x:minutes}` a length, `{x:person}` a name. */
export function render(catalogue: Catalogue, said: Phrase, reader: Reader): string {
  const template: string = catalogue[said.key] ?? said.key;
  return template.replace(HOLE, (hole, name: string, format?: string, one?: string, many?: string) => {
    const value = said.values[name];
    if (value === undefined) return hole;
    if (one !== undefined) return `${value} ${value === 1 ? one : many}`;
    if (format === "time") return showTime(Number(value), reader);
    if (format === "moment") return showMoment(Number(value), reader);
    if (format === "day") return showDay(Number(value), reader);
    if (format === "minutes") return showMinutes(Number(value));
    if (format === "person") return reader.people?.get(String(value)) ?? "someone who has left";
    return String(value);
  });
}
