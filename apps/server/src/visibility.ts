import { may, readsKind, type Standing } from "@callboard/domain/access";
import { Failure } from "@callboard/domain/failure";
import type { Kind } from "@callboard/domain/record";
import { anyKind, type KindName, KINDS } from "@callboard/domain/records";
import { DAY, type Instant } from "@callboard/domain/time";
import { single } from "./db.ts";
import type { Edition } from "./editions.ts";
import type { Need } from "./needs.ts";
import { ownerOf } from "./owners.ts";

/** Activity is kept for reports this long, whatever the plan. */
export const ACTIVITY_DAYS = 730;

/** What somebody may see of the past: since when, by the account's terms, and which kinds. */
export interface Sight {
  standing: Standing;
  /** History at or before this instant is hidden; activity has its own. */
  hiddenTo: Instant;
  activityHiddenTo: Instant;
  /** Since when all of it is there, where that is later than what the plan shows; else null. */
  completeSince: Instant | null;
}

export function sightOf(standing: Standing, retentionDays: number, whole: Instant | null, now: Instant): Sight {
  const shown = now - retentionDays * DAY;
  const completeSince = whole !== null && whole > shown + 1 ? whole : null;
  return {
    standing,
    hiddenTo: completeSince === null ? shown : completeSince - 1,
    activityHiddenTo: now - ACTIVITY_DAYS * DAY,
    completeSince,
  };
}

/** Since when all of an account's history is there; null where nothing of it was ever removed. */
export const completeSince: Need<Instant | null> = {
  stmts: (scope) => [single("SELECT at FROM complete_since WHERE account = ?", ownerOf(scope, undefined))],
  take: ([rows]) => (rows![0] ? Number(rows![0].at) : null),
};

/** Nothing is said of an instant that is still to come, is hidden by the plan, or of which some was removed. */
export function checkInstant(
  at: Instant,
  { hiddenTo, completeSince: since }: Sight,
  now: Instant,
  field: string,
): void {
  if (at > now) throw new Failure("invalid", "history.aheadOfTime", {}, field);
  if (at > hiddenTo) return;
  if (since !== null) throw new Failure("invalid", "history.incompleteBefore", { since }, field);
  throw new Failure("invalid", "history.beforeTime", { days: Math.round((now - hiddenTo) / DAY) }, field);
}

/** A version that is hidden, removed, or never was. */
export const versionGone = ({ completeSince: since }: Sight, field?: string): Failure =>
  since === null
    ? new Failure("not-found", "history.versionGone", {}, field)
    : new Failure("not-found", "history.versionGoneSince", { since }, field);

export const hiddenTo = (sight: Sight, log: "history" | "activity"): Instant =>
  log === "history" ? sight.hiddenTo : sight.activityHiddenTo;

/** Fields that this role may not see in any version of the kind. Who reads no more than what is about them sees that. */
export const withheldOf = (kind: Kind, standing: Standing): string[] =>
  readsKind(standing, kind)
    ? Object.entries(kind.restricted ?? {}).flatMap(([field, deed]) => (deed && !may(standing, deed) ? [field] : []))
    : Object.keys(kind.labels).filter((field) => !kind.about?.fields.includes(field));

/** The kind by its name, where there is one and the role may read its past. Else it answers as one that is not there. */
export function readableKind(name: string, standing: Standing): Kind & { kind: KindName } {
  const kind = Object.hasOwn(KINDS, name) ? anyKind(name as KindName) : null;
  if (!kind || !readsKind(standing, kind)) throw new Failure("not-found", "history.kindUnknown", {}, "kind");
  return kind as Kind & { kind: KindName };
}

/** Retention counts to the instant; a pin keeps a version past it. */
export const isSeen = (one: Pick<Edition, "at" | "log" | "version">, sight: Sight, pins: readonly number[]): boolean =>
  one.at > hiddenTo(sight, one.log) || pins.includes(one.version);
