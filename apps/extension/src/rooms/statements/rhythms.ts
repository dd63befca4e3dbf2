import { rhythmText } from "@callboard/domain/statementSchedule";
import { capital } from "@callboard/domain/text";

const LAST = { week: 7, month: 31 } as const;

/** The days to choose from, in the words that the schedule then has. */
export const daysOf = (every: "week" | "month") =>
  Array.from({ length: LAST[every] }, (_, at) => ({
    value: String(at + 1),
    label: capital(rhythmText({ every, day: at + 1 })),
  }));
