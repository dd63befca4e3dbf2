import { readsRecord } from "@callboard/domain/access";
import { anyKind, type KindName } from "@callboard/domain/records";
import { type Edition, edition, newest, pinsOf } from "../../editions.ts";
import { isSeen, type Sight, versionGone } from "../../visibility.ts";
import type { Scope } from "../../scope.ts";
import { look } from "../../store.ts";

/** The version where it is still kept for this account; a hidden one answers as one that is gone. The present always shows. */
export async function seen(scope: Scope, sight: Sight, kind: KindName, id: string, version: number): Promise<Edition> {
  const found = await look(scope, { one: edition(kind, id, version), last: newest(kind, id), pins: pinsOf(kind, id) });
  const isPresent = found.last?.version === version && found.last.event !== "deleted";
  if (!found.one || !(isPresent || isSeen(found.one, sight, found.pins))) throw versionGone(sight);
  // One that is somebody else's to read answers as one that is not there.
  if (!readsRecord(sight.standing, anyKind(kind), found.one.data)) throw versionGone(sight);
  return found.one;
}
