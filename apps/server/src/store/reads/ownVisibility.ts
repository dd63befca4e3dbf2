import { canReadKind } from "@callboard/domain/core/permissions";
import { anyKind, type KindName } from "@callboard/domain/core/records";
import { findOne } from "../queries.ts";
import type { Scope } from "../scope.ts";
import { findCompleteSince, type Visibility, visibilityOf } from "../visibility.ts";
import { ALL_KINDS } from "../readPermissions.ts";
import { read } from "../commit.ts";
import { type DisplayLocale as Words, displayLocaleFor } from "./displayNames.ts";

export const isHistory = (kind: KindName): boolean => anyKind(kind).log === "history";

/** The kinds whose history this caller may read. */
export const visibleKinds = (sight: Visibility): KindName[] =>
  ALL_KINDS.filter((kind) => canReadKind(sight.standing, anyKind(kind)));

/** The part of the account's history that this caller may see, and how its values are rendered. */
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

/** Read again whenever an undo is prepared: a proposal can be recreated long after the first one. */
export const currentVisibility = async (scope: Scope): Promise<Visibility> =>
  (await readVisibility(scope, { zone: "UTC" }, undefined)).sight;
