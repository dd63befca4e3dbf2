import { rhythmText } from "@callboard/domain/statementSchedule";

/** `On the 1st of every month`. */
export const sentence = (rhythm: string): string => rhythm.charAt(0).toUpperCase() + rhythm.slice(1);

const LAST = { week: 7, month: 31 } as const;

/** The days to choose from, in the words that the schedule then has. */
export const daysOf = (every: "week" | "month") =>
  Array.from({ length: LAST[every] }, (_, at) => ({
    value: String(at + 1),
    label: sentence(rhythmText({ every, day: at + 1 })),
  }));
