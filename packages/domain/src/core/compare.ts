import { diffWordsWithSpace } from "diff";
import { type Difference, findDifferences, isSameValue } from "./differences.ts";
import type { MessageKey } from "./messages/keys.ts";
import type { Kind } from "./record.ts";
import { formatField, formatItem } from "./fieldFormat.ts";
import type { ValueFormatter } from "./valueFormatter.ts";

/** A changed item of a list. Items are matched by id, so an inserted row doesn't mark the others. */
interface ItemChange {
  id: string;
  how: "added" | "removed" | "changed" | "moved";
  before: string | null;
  after: string | null;
}

/** Some words in a row that occur in both texts, only in the old one, or only in the new one. */
interface TextPart {
  in: "both" | "before" | "after";
  text: string;
}

export interface FieldChange {
  field: string;
  label: MessageKey;
  before: string;
  after: string;
  /** The changed items if the field is a list of items with ids. */
  items: ItemChange[] | null;
  /** The word-by-word comparison of a long text. */
  text: TextPart[] | null;
}

/** Longer texts are not compared word by word: the time grows with the product of their lengths. */
const WORD_DIFF_MAX_LENGTH = 20_000;

/** The differences of two versions of a record as text, field by field, without the withheld fields. */
export function compareFields(
  kind: Kind,
  before: object | null,
  after: object | null,
  show: ValueFormatter,
  withheld: readonly string[] = [],
): FieldChange[] {
  return describeDifferences(kind, findDifferences(kind, before as never, after as never), show, withheld);
}

/** Renders differences that were found earlier. */
export function describeDifferences(
  kind: Kind,
  differences: readonly Difference[],
  show: ValueFormatter,
  withheld: readonly string[] = [],
): FieldChange[] {
  return differences
    .filter(({ field }) => !withheld.includes(field))
    .map(({ field, label, before: old, after: next }) => ({
      field,
      label,
      before: formatField(kind, field, old, show),
      after: formatField(kind, field, next, show),
      items: isItemList(old) || isItemList(next) ? itemChanges(kind, field, asItems(old), asItems(next), show) : null,
      text:
        !show.collecting && kind.formats?.[field] === "text" && typeof old === "string" && typeof next === "string"
          ? diffText(old, next)
          : null,
    }));
}

type Item = { id: string };
const isItemList = (value: unknown): value is Item[] =>
  Array.isArray(value) && value.length > 0 && value.every((item) => typeof (item as Partial<Item>)?.id === "string");
const asItems = (value: unknown): Item[] => (isItemList(value) ? value : []);

function itemChanges(kind: Kind, field: string, before: Item[], after: Item[], show: ValueFormatter): ItemChange[] {
  const textOf = (item: Item) => formatItem(kind, field, item, show);
  const oldById = new Map(before.map((item) => [item.id, item]));
  const newById = new Map(after.map((item) => [item.id, item]));
  const remainingIds = before.filter(({ id }) => newById.has(id)).map(({ id }) => id);
  const moved = findMovedItems(
    remainingIds,
    after.filter(({ id }) => oldById.has(id)).map(({ id }) => id),
  );
  const changes: ItemChange[] = [];
  for (const item of before)
    if (!newById.has(item.id)) changes.push({ id: item.id, how: "removed", before: textOf(item), after: null });
  for (const item of after) {
    const previous = oldById.get(item.id);
    if (!previous) changes.push({ id: item.id, how: "added", before: null, after: textOf(item) });
    else if (!isSameValue(previous, item))
      changes.push({ id: item.id, how: "changed", before: textOf(previous), after: textOf(item) });
    else if (moved.has(item.id))
      changes.push({ id: item.id, how: "moved", before: textOf(previous), after: textOf(item) });
  }
  return changes;
}

/** The smallest set of items that moved: all but those of the longest sequence that kept its order. */
function findMovedItems(before: readonly string[], after: readonly string[]): Set<string> {
  const newPositions = new Map(after.map((id, index) => [id, index]));
  // The last item of the best ordered sequence of each length, and the item before each item in its sequence.
  const lastItems: { position: number; id: string }[] = [];
  const previousIds = new Map<string, string | null>();
  for (const id of before) {
    const position = newPositions.get(id)!;
    let length = 0;
    while (length < lastItems.length && lastItems[length]!.position < position) length += 1;
    lastItems[length] = { position, id };
    previousIds.set(id, length > 0 ? lastItems[length - 1]!.id : null);
  }
  const inOrder = new Set<string>();
  for (let id = lastItems.at(-1)?.id ?? null; id !== null; id = previousIds.get(id) ?? null) inOrder.add(id);
  return new Set(before.filter((id) => !inOrder.has(id)));
}

function diffText(before: string, after: string): TextPart[] | null {
  if (before.length + after.length > WORD_DIFF_MAX_LENGTH) return null;
  return diffWordsWithSpace(before, after).map(({ value, added, removed }) => ({
    in: added ? "after" : removed ? "before" : "both",
    text: value,
  }));
}
