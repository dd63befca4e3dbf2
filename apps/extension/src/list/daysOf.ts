import { dayAfter, instantOf } from "../shell/times.ts";

/** The period that an address names: days of the reader's zone, and their end is the next one's beginning. */
export function daysOf(query: Readonly<Record<string, string>>, zone: string): { from?: number; to?: number } {
  const from = query["from"] ? instantOf(query["from"], "00:00", zone) : Number.NaN;
  const last = query["to"] ? instantOf(query["to"], "00:00", zone) : Number.NaN;
  return {
    ...(Number.isNaN(from) ? {} : { from }),
    ...(Number.isNaN(last) ? {} : { to: instantOf(dayAfter(query["to"]!), "00:00", zone) }),
  };
}
