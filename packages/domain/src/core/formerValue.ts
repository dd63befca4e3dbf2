import type { Instant } from "./time.ts";

/** What a record said until an instant, as far as that goes on counting. Lists are in the order of time. */
export interface FormerValue<T> {
  until: Instant;
  data: T;
}

/** What held at an instant: what had not ended by then, or what holds now. */
export const valueAt = <T>(former: readonly FormerValue<T>[], now: T, at: Instant): T =>
  former.find(({ until }) => at < until)?.data ?? now;
