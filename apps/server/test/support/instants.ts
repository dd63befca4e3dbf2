import type { Instant } from "@callboard/domain/core/time";

/** The instant at which a suite begins: the fixed one, unless `pnpm test:dates` sets another. */
export function startInstant(fixed: Instant, override = process.env.TESTS_FROM): Instant {
  const at = override === undefined ? fixed : Date.parse(override);
  if (Number.isNaN(at)) throw new Error(`TESTS_FROM must be an instant such as 2027-03-03T12:00:00Z, not ${override}`);
  return at;
}
