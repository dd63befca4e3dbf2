import { formatCadence } from "@callboard/domain/statements/cadence";
import { capitalize } from "@callboard/domain/core/text/text";

const LAST_DAY = { week: 7, month: 31 } as const;

/** The days to choose from, worded as the schedule shows them. */
export const dayOptions = (every: "week" | "month") =>
  Array.from({ length: LAST_DAY[every] }, (_, index) => ({
    value: String(index + 1),
    label: capitalize(formatCadence({ every, day: index + 1 })),
  }));
