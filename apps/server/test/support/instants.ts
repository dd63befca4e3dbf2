import type { Instant } from "@callboard/domain/core/time";

/** The instant at which a suite begins: always the same one, or the one that `pnpm test:dates` tries it under. */
export function startInstant(fixed: Instant, wanted = process.env.TESTS_FROM): Instant {
  const at = wanted === undefined ? fixed : Date.parse(wanted);
  if (Number.isNaN(at)) throw new Error(`TESTS_FROM is no instant such as 2027-03-03T12:00:00Z: ${wanted}`);
  return at;
}
