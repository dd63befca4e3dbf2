import type { Effect } from "@callboard/domain/core/effect";
import { daysAfter } from "@callboard/domain/core/calendar";
import type { Fact } from "@callboard/domain/lifecycle/rules";
import { stmt } from "../database/port.ts";
import type { Query } from "../queries.ts";
import { sqlEffect } from "../sqlEffect.ts";
import type { Scope } from "../scope.ts";

const REACTIVATION_SETTING = "reactivation days";

/** How many days a canceled account can be reactivated; null means no limit. */
export const findReactivationDays: Query<number | null> = {
  stmts: () => [stmt("SELECT value FROM platform WHERE name = ?", REACTIVATION_SETTING)],
  take: ([found]) => (found![0] ? Number(found![0].value) : null),
};

export const saveReactivationDays = ({ now, actor }: Scope, days: number | null): Effect =>
  days === null
    ? sqlEffect("DELETE FROM platform WHERE name = ?", REACTIVATION_SETTING)
    : sqlEffect(
        `INSERT INTO platform (name, value, at, set_by) VALUES (?, ?, ?, ?)
         ON CONFLICT (name) DO UPDATE SET value = excluded.value, at = excluded.at, set_by = excluded.set_by`,
        REACTIVATION_SETTING,
        String(days),
        now,
        actor.id,
      );

/** The instant until which a canceled account can be reactivated. */
export const reactivateUntil = (canceled: Fact | null, days: number | null, zone: string): number | null =>
  canceled === null || days === null ? null : daysAfter(canceled.since, days, zone);
