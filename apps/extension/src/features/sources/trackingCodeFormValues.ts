import { STICKY_DAYS_MAX } from "@callboard/domain/sources/types";
import type { TrackingCode } from "./types.ts";

export interface QueueNumber {
  number: string;
  /** Empty until one is chosen. */
  queue: string;
  queueName: string;
}

export interface TrackingCodeFormValues {
  websites: readonly string[];
  stickyDays: string;
  queueNumbers: readonly QueueNumber[];
}

export const trackingCodeFormValuesOf = (
  { websites, stickyDays, queueNumbers }: TrackingCode,
  deletedQueue: string,
): TrackingCodeFormValues => ({
  websites,
  stickyDays: String(stickyDays),
  queueNumbers: queueNumbers.map(({ queueName, ...rest }) => ({ ...rest, queueName: queueName ?? deletedQueue })),
});

/** A whole number of days that an account can have; null for anything else. */
export function parseStickyDays(typed: string): number | null {
  const days = /^\s*\d{1,3}\s*$/.test(typed) ? Number(typed) : 0;
  return days >= 1 && days <= STICKY_DAYS_MAX ? days : null;
}
