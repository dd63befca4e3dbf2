import type { Bounds } from "@callboard/domain/core/period";
import type { Doc } from "@callboard/domain/core/record";
import type { CorrectionData } from "@callboard/domain/reports/correctionSchema";
import { readPersonNames } from "../../store/reads/personNames.ts";
import type { Scope } from "../../store/scope.ts";

/** A correction as screens show it. */
export interface CorrectionView extends Omit<CorrectionData, "decidedBy"> {
  id: string;
  version: number;
  name: string;
  /** The name of whoever decided; null while it waits. */
  by: string | null;
}

/** The most corrections that a person's report lists. */
const LISTED_MAX = 100;

/** Of a person's corrections those that concern a time, the latest first. */
export const correctionsIn = (
  corrections: readonly Doc<CorrectionData>[],
  { from, to }: Bounds,
): Doc<CorrectionData>[] =>
  corrections
    .filter(({ data }) => data.from < to && data.to > from)
    .toSorted((a, b) => b.data.from - a.data.from)
    .slice(0, LISTED_MAX);

export async function correctionViews(
  scope: Scope,
  corrections: readonly Doc<CorrectionData>[],
): Promise<CorrectionView[]> {
  const people = corrections.flatMap(({ data }) => [data.person, ...(data.decidedBy === null ? [] : [data.decidedBy])]);
  const names = await readPersonNames(scope.db, [...new Set(people)]);
  return corrections.map(({ id, version, data: { decidedBy, ...data } }) => ({
    ...data,
    id,
    version,
    name: names.get(data.person) ?? "",
    by: decidedBy === null ? null : (names.get(decidedBy) ?? ""),
  }));
}
