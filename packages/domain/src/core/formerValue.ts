import type { Instant } from "./time.ts";

/** A value that a record had until an instant, kept because it still matters. Lists of them are ordered by time. */
export interface FormerValue<T> {
  until: Instant;
  data: T;
}

/** The value in force at an instant: the former one that had not ended by then, or the present one. */
export const valueAt = <T>(former: readonly FormerValue<T>[], present: T, at: Instant): T =>
  former.find(({ until }) => at < until)?.data ?? present;
