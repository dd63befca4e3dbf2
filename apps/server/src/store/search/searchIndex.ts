import type { Kind } from "@callboard/domain/core/record";
import { queryWords, searchWords } from "@callboard/domain/core/text/search";
import { type Stmt, stmt } from "../database/port.ts";

const SEARCH_WORDS_MAX = 8;

/**
 * A tag as one word of the index: tags such as `source:abc` and `kind:toll-free` contain characters at which the
 * tokenizer splits.
 */
const tagWord = (tag: string): string => `q${tag.replace(/[^a-z0-9]/gi, "q")}`;
/** The word that all entries of an account's kind have in common, so that a search finds only these. */
export const ownerWord = (account: string, kind: string): string => tagWord(`${account}:${kind}`);

/** A record's search entry: its words and tags, and the values it is sorted by. */
export interface SearchEntry {
  words: string;
  tags: string;
  sorts: string;
}

export function searchEntryOf({ search, indexes }: Kind, data: unknown): SearchEntry {
  const sorts = (search!.sortIndexes ?? []).flatMap((name) => {
    const value = indexes?.[name]?.(data) ?? null;
    return value === null ? [] : [[name, value] as const];
  });
  return {
    words: searchWords(search!.text(data)).join(" "),
    tags: search!.tags(data).map(tagWord).join(" "),
    sorts: JSON.stringify(Object.fromEntries(sorts)),
  };
}

/** Keeps a record's search entry up to date. */
export function searchEntryStmts(
  kind: Kind,
  { account, id }: { account: string; id: string },
  before: unknown,
  after: unknown,
): Stmt[] {
  if (!kind.search) return [];
  if (after === null)
    return [stmt("DELETE FROM search_entries WHERE account = ? AND kind = ? AND id = ?", account, kind.kind, id)];
  const entry = searchEntryOf(kind, after);
  if (before === null) return [insertSearchEntryStmt(kind.kind, account, id, entry)];
  const old = searchEntryOf(kind, before);
  if (entry.words === old.words && entry.tags === old.tags && entry.sorts === old.sorts) return [];
  return [
    stmt(
      "UPDATE search_entries SET words = ?, tags = ?, sorts = ? WHERE account = ? AND kind = ? AND id = ?",
      entry.words,
      entry.tags,
      entry.sorts,
      account,
      kind.kind,
      id,
    ),
  ];
}

export const insertSearchEntryStmt = (
  kind: string,
  account: string,
  id: string,
  { words, tags, sorts }: SearchEntry,
): Stmt =>
  stmt(
    "INSERT INTO search_entries (account, kind, id, owner, words, tags, sorts) VALUES (?, ?, ?, ?, ?, ?, ?)",
    account,
    kind,
    id,
    ownerWord(account, kind),
    words,
    tags,
    sorts,
  );

export interface Search {
  /** The search text: each word must match the beginning of a word of the record. */
  search?: string | undefined;
  /** The record must have all of these tags. */
  tags?: readonly string[] | undefined;
  /** The record may have none of these tags. */
  without?: readonly string[] | undefined;
}

/** Whether a search filters at all: spaces alone don't. */
export const isNarrowing = ({ search = "", tags = [], without = [] }: Search): boolean =>
  tags.length + without.length > 0 || queryWords(search).length > 0;

/** Whether a search has several words or tags. */
export const hasSeveralTerms = ({ search = "", tags = [], without = [] }: Search): boolean =>
  without.length > 0 || tags.length + queryWords(search).length > 1;

/** The search in FTS syntax. Typed text never becomes part of that syntax. */
export function ftsMatch(account: string, kind: string, { search = "", tags = [], without = [] }: Search): string {
  const words = queryWords(search).slice(0, SEARCH_WORDS_MAX);
  const all = [
    `owner : "${ownerWord(account, kind)}"`,
    ...tags.map((tag) => `tags : "${tagWord(tag)}"`),
    ...words.map((word) => `words : "${word}" *`),
  ].join(" AND ");
  return without.reduce((query, tag) => `(${query}) NOT tags : "${tagWord(tag)}"`, all);
}

/** The same search as conditions on a row of `search_entries d`, for walking a sorted list. */
export function searchConditions({ search = "", tags = [], without = [] }: Search): {
  sql: string;
  args: string[];
} {
  const words = queryWords(search).slice(0, SEARCH_WORDS_MAX);
  return {
    sql: [
      ...tags.map(() => "instr(' ' || d.tags || ' ', ?) > 0"),
      ...without.map(() => "instr(' ' || d.tags || ' ', ?) = 0"),
      ...words.map(() => "instr(' ' || d.words, ?) > 0"),
    ].join(" AND "),
    args: [...[...tags, ...without].map((tag) => ` ${tagWord(tag)} `), ...words.map((word) => ` ${word}`)],
  };
}

/** The same search on one document, for lists of the past. */
export function matchesSearch(kind: Kind, data: unknown, { search = "", tags = [], without = [] }: Search): boolean {
  const recordWords = searchWords(kind.search?.text(data) ?? "");
  const recordTags = kind.search?.tags(data) ?? [];
  const words = queryWords(search).slice(0, SEARCH_WORDS_MAX);
  const tagsMatch = tags.every((tag) => recordTags.includes(tag)) && !without.some((tag) => recordTags.includes(tag));
  return tagsMatch && words.every((word) => recordWords.some((recordWord) => recordWord.startsWith(word)));
}
