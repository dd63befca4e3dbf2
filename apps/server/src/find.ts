import type { Kind } from "@callboard/domain/record";
import { folded } from "@callboard/domain/text";
import { type Stmt, stmt } from "./db.ts";

/** Letters and digits of any script: what the index takes for one word. */
const WORD = /[\p{L}\p{N}\p{Co}]+/gu;
const WORDS_ASKED_MAX = 8;

/** A tag as one word of the index: `source:abc` and `kind:toll-free` hold signs at which it would part. */
const tagWord = (tag: string): string => `q${tag.replace(/[^a-z0-9]/gi, "q")}`;
const ownerWord = (account: string, kind: string): string => tagWord(`${account}:${kind}`);

/** Keeps what a list finds a record by in step with the record. */
export function findStmts(
  kind: Kind,
  { account, id }: { account: string; id: string },
  before: unknown,
  after: unknown,
): Stmt[] {
  const { find } = kind;
  if (!find) return [];
  if (after === null)
    return [stmt("DELETE FROM finds WHERE account = ? AND kind = ? AND id = ?", account, kind.kind, id)];
  const words = folded(find.words(after));
  const tags = find.tags(after).map(tagWord).join(" ");
  if (before === null)
    return [
      stmt(
        "INSERT INTO finds (account, kind, id, owner, words, tags) VALUES (?, ?, ?, ?, ?, ?)",
        account,
        kind.kind,
        id,
        ownerWord(account, kind.kind),
        words,
        tags,
      ),
    ];
  if (words === folded(find.words(before)) && tags === find.tags(before).map(tagWord).join(" ")) return [];
  return [
    stmt(
      "UPDATE finds SET words = ?, tags = ? WHERE account = ? AND kind = ? AND id = ?",
      words,
      tags,
      account,
      kind.kind,
      id,
    ),
  ];
}

export interface Search {
  /** What a person typed: each word must begin a word of the record. */
  words?: string | undefined;
  /** All of them must be there. */
  tags?: readonly string[] | undefined;
}

/** Whether a search narrows anything: spaces and signs alone do not. */
export const narrows = ({ words = "", tags = [] }: Search): boolean =>
  tags.length > 0 || folded(words).match(WORD) !== null;

/** The search as the index reads it. Nothing typed is ever part of its own language. */
export function matchOf(account: string, kind: string, { words = "", tags = [] }: Search): string {
  const asked = (folded(words).match(WORD) ?? []).slice(0, WORDS_ASKED_MAX);
  return [
    `owner : "${ownerWord(account, kind)}"`,
    ...tags.map((tag) => `tags : "${tagWord(tag)}"`),
    ...asked.map((word) => `words : "${word}" *`),
  ].join(" AND ");
}

/** The same search on one document, for lists of the past. */
export function isFound(kind: Kind, data: unknown, { words = "", tags = [] }: Search): boolean {
  const has = folded(kind.find?.words(data) ?? "").match(WORD) ?? [];
  const tagged = kind.find?.tags(data) ?? [];
  const asked = (folded(words).match(WORD) ?? []).slice(0, WORDS_ASKED_MAX);
  return tags.every((tag) => tagged.includes(tag)) && asked.every((word) => has.some((one) => one.startsWith(word)));
}
