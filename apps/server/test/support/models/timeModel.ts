import { Temporal } from "temporal-polyfill";

// What a time report must say, worked out from a list of what people did: no code of the product, and no database.

/** Somebody chose a status. `until`: its promised end; `returns`: then they are Available, otherwise they stay. */
export interface Choice {
  at: number;
  status: string;
  until: number | null;
  returns: boolean;
}
export interface PhoneCall {
  from: number;
  /** The end of the call and of its wrap-up. */
  to: number;
  wrapUpTo: number;
}

interface Stay {
  status: string;
  from: number;
  to: number;
  until: number | null;
  returns: boolean;
  ended: boolean;
}

export const startOfDay = (day: string, zone: string): number =>
  Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds;

export const daysOf = (first: string, last: string): string[] => {
  const days: string[] = [];
  let day = Temporal.PlainDate.from(first);
  while (Temporal.PlainDate.compare(day, Temporal.PlainDate.from(last)) <= 0) {
    days.push(day.toString());
    day = day.add({ days: 1 });
  }
  return days;
};

/** A promise to return waits for the end of a call's wrap-up. */
const returnedAt = ({ until }: Choice, calls: readonly PhoneCall[]): number => {
  const covering = calls.find(({ from, wrapUpTo }) => from < until! && wrapUpTo > until!);
  return covering ? covering.wrapUpTo : until!;
};

export function staysOf(choices: readonly Choice[], calls: readonly PhoneCall[], now: number): Stay[] {
  const stays: Stay[] = [];
  choices.forEach((choice, index) => {
    const next = choices[index + 1]?.at ?? null;
    const end = next ?? now;
    const { status, at, until, returns } = choice;
    const back = returns && until !== null ? returnedAt(choice, calls) : Infinity;
    if (back > end || (back === end && next === null && back > now)) {
      stays.push({ status, from: at, to: end, until, returns, ended: next !== null });
      return;
    }
    stays.push({ status, from: at, to: back, until, returns, ended: true });
    stays.push({ status: "available", from: back, to: end, until: null, returns: false, ended: next !== null });
  });
  return stays;
}

/** What a day should show, by `layer status`: milliseconds, milliseconds over, kept promises, overruns. */
export type Expected = Record<string, [ms: number, overMs: number, kept: number, overruns: number]>;

export function expectedOn(
  day: string,
  zone: string,
  stays: readonly Stay[],
  calls: readonly PhoneCall[],
  now: number,
): Expected {
  const from = startOfDay(day, zone);
  const to = startOfDay(Temporal.PlainDate.from(day).add({ days: 1 }).toString(), zone);
  const overlap = (a: number, b: number) => Math.max(0, Math.min(b, to, now) - Math.max(a, from));
  const expected: Expected = {};
  const add = (key: string, ...values: [number, number, number, number]) => {
    if (values.every((value) => value === 0)) return;
    const sums = (expected[key] ??= [0, 0, 0, 0]);
    values.forEach((value, index) => (sums[index]! += value));
  };
  for (const { status, from: start, to: end, until, returns, ended } of stays) {
    const isOver = until !== null && !returns && until < end;
    const kept = until !== null && ended && !isOver && end - 1 >= from && end - 1 < to;
    const overran = isOver && until >= from && until < to;
    add(`status ${status}`, overlap(start, end), isOver ? overlap(until, end) : 0, Number(kept), Number(overran));
  }
  for (const { from: start, to: end, wrapUpTo } of calls) {
    add("phone call", overlap(start, end), 0, 0, 0);
    add("phone wrap-up", overlap(end, wrapUpTo), 0, 0, 0);
  }
  return expected;
}

/** The sum of several days. */
export function sumOf(all: readonly Expected[]): Expected {
  const total: Expected = {};
  for (const expected of all)
    for (const [key, values] of Object.entries(expected)) {
      const sums = (total[key] ??= [0, 0, 0, 0]);
      values.forEach((value, index) => (sums[index]! += value));
    }
  return total;
}
