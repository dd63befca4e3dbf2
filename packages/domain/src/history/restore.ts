import { type Difference, findDifferences, isSameValue } from "../core/differences.ts";
import { Failure, fail } from "../core/failure.ts";
import type { Kind } from "../core/record.ts";
import type { Instant } from "../core/time.ts";
import { truncateText } from "../core/text/text.ts";

/** The parts to restore. `version`: the record as it was then. `change`: undo only what that version changed. */
export interface RestoreSelection {
  take: "version" | "change";
  /** Only these fields; null for all that differ. */
  fields: readonly string[] | null;
  /** Resolved conflicts by field: the older value, or the present one. */
  choices: Readonly<Record<string, "then" | "now">>;
}

/** The versions that a restore compares. `seen` is what the person had on screen. */
export interface RestoreFacts<D> {
  older: D;
  /** The record as it was shown; when undoing a change, the record right after that change. */
  seen: D | null;
  present: D | null;
}

/** The field was edited meanwhile: nothing is written until a person has chosen. */
export interface Conflict {
  field: string;
  older: unknown;
  now: unknown;
}

export interface RestorePlan<D> {
  data: D;
  /** The differences from the present once it is written. */
  changes: Difference[];
  clashes: Conflict[];
}

/**
 * Computes a restore. Later edits of other fields are kept; later edits of restored fields are conflicts until
 * resolved. Throws for kinds that can't be restored and for unknown fields.
 */
export function planRestore<D extends object>(
  kind: Kind<string, D>,
  facts: RestoreFacts<D>,
  ask: RestoreSelection,
  given: { now: Instant; zone: string },
): RestorePlan<D> {
  if (kind.restore.how === "refused") throw new Failure("conflict", kind.restore.because, {} as never);
  const keeps: readonly string[] = kind.restore.keeps ?? [];
  const known = Object.keys(kind.labels);
  const odd = ask.fields?.find((field) => !known.includes(field));
  if (odd !== undefined) fail("invalid", "history.fieldUnknown", { name: truncateText(odd, 60) }, "fields");
  const { older, seen, present } = facts;
  if (present === null) {
    const data = kind.restore.begins?.(older, given) ?? older;
    return { data, changes: findDifferences(kind, null, data), clashes: [] };
  }
  const wanted = known.filter(
    (field) =>
      !keeps.includes(field) && (ask.fields === null || ask.fields.includes(field)) && !isSameField(older, seen, field),
  );
  const data: Record<string, unknown> = { ...(present as Record<string, unknown>) };
  const clashes: Conflict[] = [];
  for (const field of wanted) {
    const choice = ask.choices[field];
    const edited = !isSameField(seen, present, field) && !isSameField(older, present, field);
    if (edited && choice === undefined)
      clashes.push({ field, older: fieldValue(older, field), now: fieldValue(present, field) });
    else if (choice !== "now") data[field] = fieldValue(older, field);
  }
  return { data: data as D, changes: findDifferences(kind, present, data as D), clashes };
}

const fieldValue = (data: object | null, field: string): unknown =>
  (data as Record<string, unknown> | null)?.[field] ?? null;
const isSameField = (a: object | null, b: object | null, field: string): boolean =>
  isSameValue(fieldValue(a, field), fieldValue(b, field));

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** The n-th alternative for a name that is taken, such as `Sales (2)`, shortened to fit. */
export function alternativeName(name: string, n: number, most: number): string {
  const ending = ` (${n})`;
  let start = "";
  for (const { segment } of graphemes.segment(name)) {
    if (start.length + segment.length + ending.length > most) break;
    start += segment;
  }
  return `${start.trimEnd()}${ending}`;
}
