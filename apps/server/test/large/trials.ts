import { DAY, MINUTE } from "@callboard/domain/core/time";
import { CHANGES } from "./trials/changes.ts";
import type { Trial } from "./trials/trial.ts";
import { MONEY } from "./trials/money.ts";
import { PEOPLE } from "./trials/people.ts";
import { TEAM } from "./trials/team.ts";

/** Trials by procedure; several if one procedure does several things. */
export const TRIALS: Record<string, Trial | readonly Trial[]> = { ...PEOPLE, ...TEAM, ...MONEY, ...CHANGES };

export const DAYS_BACK = 20 * DAY + MINUTE;
