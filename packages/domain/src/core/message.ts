import type { Catalogue, MessageFormats, MessageKey, Message, ValuesOf } from "./messages/keys.ts";
import { createTemplateFiller, type TemplateArgs, type TemplateFiller } from "./text/template.ts";
import { formatDay, formatDuration, formatDateTime, formatTime } from "./time.ts";

export type { Message } from "./messages/keys.ts";

export function message<K extends MessageKey>(key: K, ...[values]: TemplateArgs<ValuesOf<K>>): Message<K> {
  return { key, values: (values ?? {}) as Record<string, string | number> };
}

export interface MessageLocale {
  /** IANA zone for times. */
  zone: string;
  language: string;
  /** Current names by person id: a person can be renamed or erased. */
  people?: ReadonlyMap<string, string> | undefined;
}

/**
 * Renders a message. Formats: `{x}` as it is, `{x|digit|digits}` a count with its noun, `{x:time}` a clock time,
 * `{x:moment}` a day and time, `{x:day}` a day, `{x:minutes}` a duration, `{x:person}` a name.
 */
export function render(catalogue: Catalogue, text: Message, locale: MessageLocale): string {
  let fill = fillers.get(locale.language);
  if (!fill) fillers.set(locale.language, (fill = createTemplateFiller(locale.language)));
  return fill(catalogue[text.key] ?? text.key, text.values, (value, format) =>
    FORMATS[format as keyof MessageFormats](value as never, locale),
  );
}

/** By language: plural rules take longer to make than to use. */
const fillers = new Map<string, TemplateFiller>();

const FORMATS: { [F in keyof MessageFormats]: (value: MessageFormats[F], locale: MessageLocale) => string } = {
  time: formatTime,
  moment: formatDateTime,
  day: formatDay,
  minutes: formatDuration,
  person: (id, { people }) => people?.get(id) ?? "someone who has left",
};
