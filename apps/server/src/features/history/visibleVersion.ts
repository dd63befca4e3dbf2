import { canReadRecord } from "@callboard/domain/core/permissions";
import { anyKind, type KindName } from "@callboard/domain/core/records";
import { type RecordVersion, findVersion, findNewestVersion, findPins } from "../../store/versions.ts";
import { isVisible, type Visibility, versionGoneFailure } from "../../store/visibility.ts";
import type { Scope } from "../../store/scope.ts";
import { read } from "../../store/commit.ts";

/**
 * The version if this account may still see it; a hidden one looks like one that is gone. The current one is always
 * visible.
 */
export async function requireVisibleVersion(
  scope: Scope,
  visibility: Visibility,
  kind: KindName,
  id: string,
  version: number,
): Promise<RecordVersion> {
  const facts = await read(scope, {
    requested: findVersion(kind, id, version),
    last: findNewestVersion(kind, id),
    pins: findPins(kind, id),
  });
  const isPresent = facts.last?.version === version && facts.last.event !== "deleted";
  if (!facts.requested || !(isPresent || isVisible(facts.requested, visibility, facts.pins)))
    throw versionGoneFailure(visibility);
  // A version that only others may read looks like a missing one.
  if (!canReadRecord(visibility.membership, anyKind(kind), facts.requested.data)) throw versionGoneFailure(visibility);
  return facts.requested;
}
