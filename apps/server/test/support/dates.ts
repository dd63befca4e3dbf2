/**
 * Instants at which dates go wrong: each weekday, ends of months, the leap day, both clock changes, New Year's Eve.
 * `often` marks those that every run tries; `pnpm test:dates` tries them all.
 */
export const DATES: readonly { name: string; at: string; often?: true }[] = [
  { name: "a Monday, just after midnight in New York", at: "2026-06-15T04:01:30Z" },
  { name: "a Tuesday morning", at: "2026-06-16T13:30:00Z" },
  { name: "a Wednesday, New Year's Eve in London and not yet in Chicago", at: "2025-12-31T23:59:59.999Z" },
  { name: "a Thursday, the first second of a year", at: "2026-01-01T00:00:00Z", often: true },
  { name: "a Friday, the first second of a year in New York", at: "2027-01-01T05:00:00Z" },
  { name: "a Saturday night", at: "2026-06-20T23:15:00Z" },
  { name: "a Sunday at noon", at: "2026-11-29T17:00:00Z" },
  { name: "the last of January", at: "2026-01-31T22:00:00Z" },
  { name: "the first of February, still January in New York", at: "2026-02-01T03:00:00Z" },
  { name: "the last of a February of 28 days", at: "2027-02-28T12:00:00Z" },
  { name: "the first of March", at: "2027-03-01T09:00:00Z" },
  { name: "the third of March, a month of 28 days behind it", at: "2027-03-03T12:00:00Z", often: true },
  { name: "the middle of March", at: "2027-03-17T15:00:00Z" },
  { name: "the last of March", at: "2027-03-31T18:00:00Z" },
  { name: "the leap day", at: "2028-02-29T12:00:00Z", often: true },
  { name: "the day after the leap day", at: "2028-03-01T02:00:00Z" },
  { name: "the thirtieth of March in a leap year", at: "2028-03-30T12:00:00Z" },
  { name: "the last of April", at: "2026-04-30T20:00:00Z" },
  { name: "the first of May", at: "2026-05-01T00:30:00Z" },
  { name: "the sixth of a month, opened in the one before", at: "2026-12-06T16:00:00Z" },
  { name: "a second before clocks go forward in the United States", at: "2026-03-08T06:59:59Z" },
  { name: "the hour that New York leaves out", at: "2026-03-08T07:30:00Z" },
  { name: "a second before clocks go forward in Europe", at: "2026-03-29T00:59:59Z" },
  { name: "the hour that Berlin leaves out", at: "2026-03-29T01:30:00Z" },
  { name: "the hour that Berlin has twice", at: "2026-10-25T00:30:00Z" },
  { name: "the second time of that hour", at: "2026-10-25T01:30:00Z" },
  { name: "the hour that New York has twice", at: "2026-11-01T05:30:00Z", often: true },
  { name: "the second time of that hour in New York", at: "2026-11-01T06:30:00Z" },
];

/** The dates to try in this run: a few, all of them, or the given instants. */
export function datesToTry(setting = process.env.TESTS_DATES): readonly { name: string; at: string }[] {
  if (setting === undefined) return DATES.filter(({ often }) => often);
  if (setting === "all") return DATES;
  return setting.split(",").map((at) => ({ name: at, at: new Date(at).toISOString() }));
}
