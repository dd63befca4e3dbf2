import { readsKind } from "@callboard/domain/access";
import { anyKind, type KindName } from "@callboard/domain/records";
import { one } from "./needs.ts";
import type { Scope } from "./scope.ts";
import { completeSince, type Sight, sightOf } from "./visibility.ts";
import { ALL_KINDS } from "./readers.ts";
import { look } from "./store.ts";
import { type Place as Words, wordsFor } from "./words.ts";

export const isHistory = (kind: KindName): boolean => anyKind(kind).log === "history";

/** The kinds whose past this caller may read. */
export const kindsOf = (sight: Sight): KindName[] =>
  ALL_KINDS.filter((kind) => readsKind(sight.standing, anyKind(kind)));

/** What this caller may see of the account's past, and how its values are put into words. */
export async function sightHere(
  scope: Scope,
  place: { zone: string },
  zone: string | undefined,
): Promise<{ sight: Sight; words: Words; retentionDays: number }> {
  const { terms, whole } = await look(
    { ...scope, asOf: undefined },
    { terms: one("terms", scope.account), whole: completeSince },
  );
  const { retentionDays, currency } = terms.data;
  return {
    sight: sightOf(scope.standing, retentionDays, whole, scope.now),
    words: wordsFor(scope, zone ?? scope.locale?.zone ?? place.zone, currency),
    retentionDays,
  };
}
