import { type Difference, findDifferences, isSameValue } from "../core/differences.ts";
import { Failure, fail } from "../core/failure.ts";
import type { Kind } from "../core/record.ts";
import type { Instant } from "../core/time.ts";
import { truncateText } from "../core/text/text.ts";

/** What is to come back. `version`: the record as it was then. `change`: only what that version changed is taken back. */
export interface RestoreSelection {
  take: "version" | "change";
  /** Only these fields; all that differ where none are named. */
  fields: readonly string[] | null;
  /** Decided clashes, by field: the older value, or the one that stands now. */
  choices: Readonly<Record<string, "then" | "now">>;
}

/** A record at the points that a restore looks at. `seen` is what the person looked at when asking. */
export interface RestoreFacts<D> {
  older: D;
  /** The record as it was looked at; where a change is taken back, as that change left it. */
  seen: D | null;
  present: D | null;
}

/** The same field was edited meanwhile: nothing is written until a person has chosen. */
export interface Conflict {
  field: string;
  older: unknown;
  now: unknown;
}

export interface RestorePlan<D> {
  data: D;
  /** What differs from the present once it is written. */
  changes: Difference[];
  clashes: Conflict[];
}

/**
 * Works out a restore. Fields that somebody edited since are kept where they are not among those restored; where they
 * are, they clash until decided. Refuses what the kind does not restore, and fields that it does not have.
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

/** The n-th other name that is offered where one is taken, such as `Sales (2)`, cut so that it fits. */
export function alternativeName(name: string, n: number, most: number): string {
  const ending = ` (${n})`;
  let start = "";
  for (const { segment } of graphemes.segment(name)) {
    if (start.length + segment.length + ending.length > most) break;
    start += segment;
  }
  return `${start.trimEnd()}${ending}`;
}
