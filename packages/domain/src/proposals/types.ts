/** The groups of lines: a proposal's headings, in order. */
export const LINE_GROUPS = [
  "accounts",
  "records",
  "numbers",
  "people",
  "money now",
  "money per month",
  "data",
  "mails",
] as const;
export type LineGroup = (typeof LINE_GROUPS)[number];
