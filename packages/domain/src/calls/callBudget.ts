import type { Micros } from "../core/money.ts";
import { type Instant, SECOND } from "../core/time.ts";
import { QUANTITY_SCALE } from "../balance/usage.ts";
import { CALL_SECONDS_MAX } from "./types.ts";

const SECONDS_PER_MINUTE = 60;

/** What a call costs: its price a minute in micros, and since when it is answered (null: it still rings). */
export interface CallCost {
  rateMicros: Micros;
  answeredAt: Instant | null;
}

const secondsSince = (at: Instant | null, now: Instant): number =>
  at === null ? 0 : Math.max(0, Math.ceil((now - at) / SECOND));

/**
 * For how many seconds from `now` all these calls can go on until they have used up the balance together; at most a
 * day. What answered calls have cost so far isn't booked yet, so it is taken off first.
 */
export function secondsPaid(spendableMicros: Micros, calls: readonly CallCost[], now: Instant): number {
  const ratesSum = calls.reduce((sum, { rateMicros }) => sum + rateMicros, 0);
  if (ratesSum === 0) return CALL_SECONDS_MAX;
  const spent = calls.reduce(
    (sum, { rateMicros, answeredAt }) =>
      sum + Math.ceil((rateMicros * secondsSince(answeredAt, now)) / SECONDS_PER_MINUTE),
    0,
  );
  const left = Math.max(0, spendableMicros - spent);
  // Compared before it is multiplied, so that large balances stay exact.
  if (left >= ratesSum * (CALL_SECONDS_MAX / SECONDS_PER_MINUTE)) return CALL_SECONDS_MAX;
  return Math.floor((left * SECONDS_PER_MINUTE) / ratesSum);
}

/** The longest that a call paid by another account is allowed from now on: a limit tells how much that account has. */
const SHARED_SECONDS_MAX = 4 * 3600;

/** What an account that doesn’t pay itself learns of a limit. A platform asks for longer calls again. */
export const visibleSeconds = (seconds: number, isPayer: boolean): number =>
  isPayer ? seconds : Math.min(seconds, SHARED_SECONDS_MAX);

/** The same for calls on a forwarded number, from its prepaid minutes in thousandths. */
export function prepaidSeconds(remaining: number, calls: readonly CallCost[], now: Instant): number {
  const used = calls.reduce((sum, { answeredAt }) => sum + secondsSince(answeredAt, now), 0);
  const seconds = Math.floor((remaining * SECONDS_PER_MINUTE) / QUANTITY_SCALE) - used;
  return Math.max(0, Math.min(CALL_SECONDS_MAX, Math.floor(seconds / Math.max(1, calls.length))));
}

/** How long a call may last from its answer if it can go on for `seconds` from now. */
export const maxSeconds = ({ answeredAt }: CallCost, seconds: number, now: Instant): number =>
  Math.min(CALL_SECONDS_MAX, secondsSince(answeredAt, now) + seconds);
