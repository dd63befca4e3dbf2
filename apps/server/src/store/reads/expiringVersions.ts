import { DAY, type Instant } from "@callboard/domain/core/time";
import { stmt } from "../database/port.ts";
import type { Scope } from "../scope.ts";
import { hiddenUntil } from "../visibility.ts";
import { readVisibility, visibleKinds } from "./ownVisibility.ts";

/** Counting stops here. */
const COUNT_MAX = 1000;

/** The times of versions between two instants that are neither their record's newest nor pinned. */
const EXPIRING_SQL = `SELECT at FROM changes c WHERE account = ?1 AND log = 'history' AND at > ?2 AND at <= ?3
  AND kind IN (SELECT value FROM json_each(?4))
  AND EXISTS (SELECT 1 FROM changes d WHERE d.account = c.account AND d.kind = c.kind AND d.id = c.id AND d.version > c.version)
  AND NOT EXISTS (SELECT 1 FROM keys k WHERE k.space = c.account AND k.kind = 'pin' AND k.name = 'of'
    AND k.value = c.kind || ':' || c.id AND k.id = c.kind || ':' || c.id || ':' || c.version)
  ORDER BY at LIMIT ?5`;

export interface ExpiringVersions {
  count: number;
  /** There are more than `count`. */
  more: boolean;
  /** When the first of them is hidden; null without any. */
  first: Instant | null;
  retentionDays: number;
}

/** Versions that will be hidden within a day: not the record's newest, and not pinned. */
export async function readExpiringVersions(scope: Scope, fallback: { zone: string }): Promise<ExpiringVersions> {
  const { visibility, retentionDays } = await readVisibility(scope, fallback, undefined);
  const hiddenNow = hiddenUntil(visibility, "history");
  // A version is hidden `retentionDays` after it was written: within a day if it is older than one day less.
  const hiddenTomorrow = scope.now - (retentionDays - 1) * DAY;
  const [rows] = await scope.db.read([
    stmt(
      EXPIRING_SQL,
      scope.account,
      hiddenNow,
      hiddenTomorrow,
      JSON.stringify(visibleKinds(visibility)),
      COUNT_MAX + 1,
    ),
  ]);
  const first = rows![0] ? Number(rows![0].at) + retentionDays * DAY : null;
  return { count: Math.min(rows!.length, COUNT_MAX), more: rows!.length > COUNT_MAX, first, retentionDays };
}
