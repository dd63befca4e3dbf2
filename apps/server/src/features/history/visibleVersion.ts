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
  sight: Visibility,
  kind: KindName,
  id: string,
  version: number,
): Promise<RecordVersion> {
  const found = await read(scope, {
    one: findVersion(kind, id, version),
    last: findNewestVersion(kind, id),
    pins: findPins(kind, id),
  });
  const isPresent = found.last?.version === version && found.last.event !== "deleted";
  if (!found.one || !(isPresent || isVisible(found.one, sight, found.pins))) throw versionGoneFailure(sight);
  // A version that only others may read looks like a missing one.
  if (!canReadRecord(sight.standing, anyKind(kind), found.one.data)) throw versionGoneFailure(sight);
  return found.one;
}
