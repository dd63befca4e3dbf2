import type { ValueFormatter, FieldFormat } from "./valueFormatter.ts";
import type { Actor } from "./actor.ts";
import type { Message } from "./message.ts";
import type { Kind } from "./record.ts";

/** A field's value as text; `none` if there is none. */
export function formatField(kind: Kind, field: string, value: unknown, show: ValueFormatter): string {
  if (Array.isArray(value))
    return value.length === 0
      ? show.word("word.none")
      : value.map((item) => formatItem(kind, field, item, show)).join(", ");
  return formatItem(kind, field, value, show);
}

/** One value, or one item of a list. */
export function formatItem(kind: Kind, field: string, value: unknown, show: ValueFormatter): string {
  if (value === null || value === undefined || value === "") return show.word("word.none");
  const format: FieldFormat | undefined = kind.formats?.[field];
  if (typeof format === "function") return format(value, show) || show.word("word.none");
  if (format === "actor") return formatActor(value as Actor, show);
  if (format === "message") return show.message(value as Message);
  if (format === "instant") return show.instant(Number(value));
  if (format === "minutes") return show.minutes(Number(value));
  if (format === "micros") return show.micros(Number(value));
  if (format === "person") return show.person(String(value));
  return formatPlain(value, show);
}

function formatPlain(value: unknown, show: ValueFormatter): string {
  if (typeof value === "boolean") return show.word(value ? "word.yes" : "word.no");
  if (typeof value !== "object" || value === null) return String(value);
  const parts = Object.values(value).filter((part) => part !== null && part !== "");
  return parts.map((part) => formatPlain(part, show)).join(", ") || show.word("word.none");
}

/** From when something holds, and until when: the facts behind stopped, paused, canceled and frozen. */
export const formatFact = (fact: { since: number; until: number | null }, show: ValueFormatter): string =>
  fact.until === null
    ? show.message({ key: "word.since", values: { since: show.instant(fact.since) } })
    : show.message({
        key: "word.sinceUntil",
        values: { since: show.instant(fact.since), until: show.instant(fact.until) },
      });

/** The followed preset with the name it had then, and the overridden fields. */
export function formatFollowedPreset(
  { name, version, overrides }: { name: string; version: number; overrides: readonly string[] },
  label: (field: string) => string,
): string {
  const preset = `${name} v${version}`;
  return overrides.length === 0 ? preset : `${preset} (own: ${overrides.map(label).join(", ")})`;
}

/** The actor in a word or two. */
export function formatActor(actor: Actor, show: ValueFormatter): string {
  if (actor.as === "key") return show.word("word.apiKey");
  if (actor.as === "job") return show.word("word.callboard");
  return show.person(actor.id);
}

/** The record's title; for kinds titled by a person, that person's name. */
export const formatTitle = (kind: Kind, data: object, id: string, show: ValueFormatter): string =>
  kind.titleIs === "person" ? show.person(kind.title(data, id)) : kind.title(data, id);

/** A formatter that collects the people and records to be named, so that a whole page needs one lookup. */
export function collectReferences(): ValueFormatter & {
  people: Set<string>;
  records: Map<string, { kind: string; id: string }>;
} {
  const people = new Set<string>();
  const records = new Map<string, { kind: string; id: string }>();
  return {
    collecting: true,
    people,
    records,
    instant: () => "",
    minutes: () => "",
    micros: () => "",
    person: (id) => {
      people.add(id);
      return "";
    },
    record: (kind, id) => {
      records.set(`${kind}\n${id}`, { kind, id });
      return "";
    },
    word: () => "",
    message: ({ values }) => {
      for (const value of Object.values(values)) if (typeof value === "string") people.add(value);
      return "";
    },
  };
}
