import { canReadRecord } from "@callboard/domain/core/permissions";
import { anyKind, type KindName } from "@callboard/domain/core/records";
import { type RecordVersion, findVersion, findNewestVersion, findPins } from "../../store/versions.ts";
import { isVisible, type Visibility, versionGoneFailure } from "../../store/visibility.ts";
import type { Scope } from "../../store/scope.ts";
import { read } from "../../store/commit.ts";

/** The version where it is still kept for this account; a hidden one answers as one that is gone. The present always shows. */
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
  // One that is somebody else's to read answers as one that is not there.
  if (!canReadRecord(sight.standing, anyKind(kind), found.one.data)) throw versionGoneFailure(sight);
  return found.one;
}
