import type { Effect } from "@callboard/domain/core/effect";
import { daysAfter } from "@callboard/domain/core/calendar";
import type { Fact } from "@callboard/domain/lifecycle/rules";
import { stmt } from "../database/port.ts";
import type { Query } from "../queries.ts";
import { defineRowEffect } from "../rowEffects.ts";
import type { Scope } from "../scope.ts";

const REACTIVATION_SETTING = "reactivation days";

/** How many days a canceled account can be reactivated; null means no limit. */
export const findReactivationDays: Query<number | null> = {
  statements: () => [stmt("SELECT value FROM platform_settings WHERE name = ?", REACTIVATION_SETTING)],
  parse: ([rows]) => (rows![0] ? Number(rows![0].value) : null),
};

const reactivationDaysEffect = defineRowEffect(
  "save reactivation days",
  (_: null, { days, now, by }: { days: number | null; now: number; by: string }) =>
    days === null
      ? stmt("DELETE FROM platform_settings WHERE name = ?", REACTIVATION_SETTING)
      : stmt(
          `INSERT INTO platform_settings (name, value, at, set_by) VALUES (?, ?, ?, ?)
           ON CONFLICT (name) DO UPDATE SET value = excluded.value, at = excluded.at, set_by = excluded.set_by`,
          REACTIVATION_SETTING,
          String(days),
          now,
          by,
        ),
);
export const platformEffects = [reactivationDaysEffect];

export const saveReactivationDays = ({ now, actor }: Scope, days: number | null): Effect =>
  reactivationDaysEffect.of(null, { days, now, by: actor.id });

/** The instant until which a canceled account can be reactivated. */
export const reactivationDeadline = (canceled: Fact | null, days: number | null, zone: string): number | null =>
  canceled === null || days === null ? null : daysAfter(canceled.since, days, zone);
