import { canReadKind } from "@callboard/domain/core/permissions";
import { anyKind, type KindName } from "@callboard/domain/core/records";
import { findOne } from "../queries.ts";
import type { Scope } from "../scope.ts";
import { findCompleteSince, type Visibility, visibilityOf } from "../visibility.ts";
import { ALL_KINDS } from "../readPermissions.ts";
import { read } from "../commit.ts";
import { type DisplayLocale as Words, displayLocaleFor } from "./displayNames.ts";

export const isHistory = (kind: KindName): boolean => anyKind(kind).log === "history";

/** The kinds whose past this caller may read. */
export const visibleKinds = (sight: Visibility): KindName[] =>
  ALL_KINDS.filter((kind) => canReadKind(sight.standing, anyKind(kind)));

/** What this caller may see of the account's past, and how its values are put into words. */
export async function readVisibility(
  scope: Scope,
  place: { zone: string },
  zone: string | undefined,
): Promise<{ sight: Visibility; words: Words; retentionDays: number }> {
  const { terms, whole } = await read(
    { ...scope, asOf: undefined },
    { terms: findOne("terms", scope.account), whole: findCompleteSince },
  );
  const { retentionDays, currency } = terms.data;
  return {
    sight: visibilityOf(scope.standing, retentionDays, whole, scope.now),
    words: displayLocaleFor(scope, zone ?? scope.locale?.zone ?? place.zone, currency),
    retentionDays,
  };
}

/** Asked each time that a way back is worked out, since a proposal can be made anew long after. */

export const currentVisibility = async (scope: Scope): Promise<Visibility> =>
  (await readVisibility(scope, { zone: "UTC" }, undefined)).sight;
