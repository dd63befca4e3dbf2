import { type Difference, findDifferences, isSameValue } from "../core/differences.ts";
import { Failure, fail } from "../core/failure.ts";
import type { Kind } from "../core/record.ts";
import type { Instant } from "../core/time.ts";
import { truncateText } from "../core/text/text.ts";

/** The parts to restore. `version`: the record as it was then. `change`: undo only what that version changed. */
export interface RestoreSelection {
  mode: "version" | "change";
  /** Only these fields; null for all that differ. */
  fields: readonly string[] | null;
  /** Resolved conflicts by field: the older value, or the present one. */
  choices: Readonly<Record<string, "then" | "now">>;
}

/** The versions that a restore compares. Null: the record didn't exist, or doesn't now. */
export interface RestoreFacts<D> {
  older: D;
  /** The record as it was shown; when undoing a change, the record right after that change. */
  base: D | null;
  present: D | null;
}

/** A field that was edited since: nothing is written until a person has chosen the older or the present value. */
export interface Conflict {
  field: string;
  older: unknown;
  now: unknown;
}

export interface RestorePlan<D> {
  data: D;
  /** The differences from the present once it is written. */
  changes: Difference[];
  conflicts: Conflict[];
}

/**
 * Computes a restore. Later edits of other fields are kept; later edits of restored fields are conflicts until
 * resolved. Throws for kinds that can't be restored and for unknown fields.
 */
export function planRestore<D extends object>(
  kind: Kind<string, D>,
  facts: RestoreFacts<D>,
  selection: RestoreSelection,
  environment: { now: Instant; zone: string },
): RestorePlan<D> {
  if (kind.restore.how === "refused") throw new Failure("conflict", kind.restore.reason, {} as never);
  const keptFields: readonly string[] = kind.restore.keepFields ?? [];
  const knownFields = Object.keys(kind.labels);
  const unknownField = selection.fields?.find((field) => !knownFields.includes(field));
  if (unknownField !== undefined)
    fail("invalid", "history.fieldUnknown", { name: truncateText(unknownField, 60) }, "fields");
  const { older, base, present } = facts;
  if (present === null) {
    const data = kind.restore.recreate?.(older, environment) ?? older;
    return { data, changes: findDifferences(kind, null, data), conflicts: [] };
  }
  const fields = knownFields.filter(
    (field) =>
      !keptFields.includes(field) &&
      (selection.fields === null || selection.fields.includes(field)) &&
      !isSameField(older, base, field),
  );
  const data: Record<string, unknown> = { ...(present as Record<string, unknown>) };
  const conflicts: Conflict[] = [];
  for (const field of fields) {
    const choice = selection.choices[field];
    const isEdited = !isSameField(base, present, field) && !isSameField(older, present, field);
    if (isEdited && choice === undefined)
      conflicts.push({ field, older: fieldValue(older, field), now: fieldValue(present, field) });
    else if (choice !== "now") data[field] = fieldValue(older, field);
  }
  return { data: data as D, changes: findDifferences(kind, present, data as D), conflicts };
}

const fieldValue = (data: object | null, field: string): unknown =>
  (data as Record<string, unknown> | null)?.[field] ?? null;
const isSameField = (a: object | null, b: object | null, field: string): boolean =>
  isSameValue(fieldValue(a, field), fieldValue(b, field));

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** The n-th alternative for a name that is taken, such as `Sales (2)`, shortened to fit. */
export function alternativeName(name: string, n: number, max: number): string {
  const suffix = ` (${n})`;
  let start = "";
  for (const { segment } of graphemes.segment(name)) {
    if (start.length + segment.length + suffix.length > max) break;
    start += segment;
  }
  return `${start.trimEnd()}${suffix}`;
}
