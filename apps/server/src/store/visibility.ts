import { may, canReadKind, type Membership } from "@callboard/domain/core/permissions";
import { Failure } from "@callboard/domain/core/failure";
import type { Kind } from "@callboard/domain/core/record";
import { anyKind, type KindName, KINDS } from "@callboard/domain/core/records";
import { DAY, type Instant } from "@callboard/domain/core/time";
import { single } from "./database/port.ts";
import type { RecordVersion } from "./versions.ts";
import type { Query } from "./queries.ts";
import { checkedAccount } from "./checkedAccount.ts";

/** Activity is kept for reports this long, whatever the plan. */
export const ACTIVITY_DAYS = 730;
/** Activity at or before this instant is hidden. */
export const activityHiddenUntil = (now: Instant): Instant => now - ACTIVITY_DAYS * DAY;

/** What somebody may see of an account's history: back to when (by its plan) and of which kinds. */
export interface Visibility {
  membership: Membership;
  /** `history` entries at or before this instant are hidden; `activity` has its own limit below. */
  historyHiddenUntil: Instant;
  activityHiddenUntil: Instant;
  /** The start of complete history if it is later than the plan's limit, else null. */
  completeSince: Instant | null;
}

export function visibilityOf(
  membership: Membership,
  retentionDays: number,
  historyStart: Instant | null,
  now: Instant,
): Visibility {
  const retentionStart = now - retentionDays * DAY;
  // Hidden instants include the limit itself, so the millisecond before the history's start is the last hidden one: it
  // matters only if the plan alone would show it.
  const completeSince = historyStart !== null && historyStart > retentionStart + 1 ? historyStart : null;
  return {
    membership,
    historyHiddenUntil: completeSince === null ? retentionStart : completeSince - 1,
    activityHiddenUntil: activityHiddenUntil(now),
    completeSince,
  };
}

/** The start of an account's complete history; null if nothing was ever removed. */
export const findCompleteSince: Query<Instant | null> = {
  statements: (scope) => [
    single("SELECT at FROM history_complete_since WHERE account = ?", checkedAccount(scope, undefined)),
  ],
  parse: ([rows]) => (rows![0] ? Number(rows![0].at) : null),
};

/** Throws if the instant is in the future, further back than the plan shows, or before the complete history begins. */
export function checkInstant(
  at: Instant,
  { historyHiddenUntil, completeSince: since }: Visibility,
  now: Instant,
  field: string,
): void {
  if (at > now) throw new Failure("invalid", "history.instantInFuture", {}, field);
  if (at > historyHiddenUntil) return;
  if (since !== null) throw new Failure("invalid", "history.incompleteBefore", { since }, field);
  throw new Failure(
    "invalid",
    "history.beforeRetention",
    { days: Math.round((now - historyHiddenUntil) / DAY) },
    field,
  );
}

/** The failure for a version that is hidden, removed or never existed. */
export const versionGoneFailure = ({ completeSince: since }: Visibility, field?: string): Failure =>
  since === null
    ? new Failure("not-found", "history.versionGone", {}, field)
    : new Failure("not-found", "history.versionGoneSince", { since }, field);

export const hiddenUntil = (visibility: Visibility, log: "history" | "activity"): Instant =>
  log === "history" ? visibility.historyHiddenUntil : visibility.activityHiddenUntil;

/**
 * Fields that this role may not see in any version. Those who may read only what is about themselves see just the
 * fields about them.
 */
export const withheldFields = (kind: Kind, membership: Membership): string[] =>
  canReadKind(membership, kind)
    ? Object.entries(kind.restricted ?? {}).flatMap(([field, permission]) =>
        permission && !may(membership, permission) ? [field] : [],
      )
    : // `concerns.fields`: those about a person; `labels` has every field.
      Object.keys(kind.labels).filter((field) => !kind.concerns?.fields.includes(field));

/** The kind with this name, if the role may read its history. Otherwise it answers as if the kind didn't exist. */
export function requireReadableKind(name: string, membership: Membership): Kind & { kind: KindName } {
  const kind = Object.hasOwn(KINDS, name) ? anyKind(name as KindName) : null;
  if (!kind || !canReadKind(membership, kind)) throw new Failure("not-found", "history.kindUnknown", {}, "kind");
  return kind as Kind & { kind: KindName };
}

/** Visible if newer than the retention limit, exactly to the millisecond, or pinned. */
export const isVisible = (
  version: Pick<RecordVersion, "at" | "log" | "version">,
  visibility: Visibility,
  pins: readonly number[],
): boolean => version.at > hiddenUntil(visibility, version.log) || pins.includes(version.version);
