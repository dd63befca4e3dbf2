import type { CallReport, CallSums } from "./callTypes.ts";

/** The title of the first column. */
export const CALL_TITLES: Record<CallReport, string> = {
  agent: "Agent",
  queue: "Queue",
  number: "Number",
  source: "Source",
  day: "Day",
};

/** The columns after it, the same on the screen and in the file. */
export const CALL_COLUMNS: readonly { key: keyof CallSums; title: string; isTime: boolean }[] = [
  { key: "offered", title: "Offered", isTime: false },
  { key: "answered", title: "Answered", isTime: false },
  { key: "missed", title: "Missed", isTime: false },
  { key: "refused", title: "Not connected", isTime: false },
  { key: "talkMs", title: "Talk time", isTime: true },
  { key: "wrapUpMs", title: "Wrap-up", isTime: true },
];
