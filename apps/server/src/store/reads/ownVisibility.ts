import { canReadKind } from "@callboard/domain/core/permissions";
import { anyKind, type KindName } from "@callboard/domain/core/records";
import { findOne } from "../queries.ts";
import type { Scope } from "../scope.ts";
import { findCompleteSince, type Visibility, visibilityOf } from "../visibility.ts";
import { ALL_KINDS } from "../readPermissions.ts";
import { read } from "../commit.ts";
import { type DisplayLocale, displayLocaleFor } from "./displayNames.ts";

export const isHistory = (kind: KindName): boolean => anyKind(kind).log === "history";

/** The kinds whose history this caller may read. */
export const visibleKinds = (visibility: Visibility): KindName[] =>
  ALL_KINDS.filter((kind) => canReadKind(visibility.membership, anyKind(kind)));

/**
 * The part of the account's history that this caller may see, and how its values are rendered. `zone`: the one asked
 * for; otherwise the caller's, otherwise `fallback`'s.
 */
export async function readVisibility(
  scope: Scope,
  fallback: { zone: string },
  zone: string | undefined,
): Promise<{ visibility: Visibility; locale: DisplayLocale; retentionDays: number }> {
  const { terms, completeSince } = await read(
    { ...scope, asOf: undefined },
    { terms: findOne("terms", scope.account), completeSince: findCompleteSince },
  );
  const { retentionDays, currency } = terms.data;
  return {
    visibility: visibilityOf(scope.membership, retentionDays, completeSince, scope.now),
    locale: displayLocaleFor(scope, zone ?? scope.locale?.zone ?? fallback.zone, currency),
    retentionDays,
  };
}

/** Read again each time a proposal is worked out: by then, retention may hide more. */
export const currentVisibility = async (scope: Scope): Promise<Visibility> =>
  (await readVisibility(scope, { zone: "UTC" }, undefined)).visibility;
