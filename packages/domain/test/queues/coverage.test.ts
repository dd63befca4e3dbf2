import fc from "fast-check";
import { expect, test } from "vitest";
import { PHONE_STATES } from "../../src/agents/types.ts";
import type { QueueSeat } from "../../src/queues/callOffers.ts";
import { callTakers, coverageOf, leastCovered } from "../../src/queues/coverage.ts";
import { agent, minutes, NOON, STATUSES } from "../support/samples.ts";

const seat = (
  state: (typeof PHONE_STATES)[number],
  more: Parameters<typeof agent>[0] = {},
  frozen = false,
): QueueSeat => ({
  person: "someone",
  agent: agent(more).data,
  phone: { state, since: minutes(-5), call: null },
  frozen,
});
const lunch = { status: "lunch", statusName: "Lunch", since: minutes(-30) } as const;

const coverageAt = (seats: readonly QueueSeat[], now: number) => {
  const named = seats.map((one, n) => ({ ...one, person: `p${n}` }));
  // Somebody without a softphone is a member too, but no call reaches them.
  return coverageOf([...named.map(({ person }) => person), "nobody"], callTakers(named, STATUSES, now));
};

test("whoever is on a call still covers the queue; who is away, not connected or frozen doesn't", () => {
  const seats = [
    seat("idle"),
    seat("inbound"),
    seat("wrap-up"),
    seat("not connected"),
    seat("idle", lunch),
    seat("idle", {}, true),
  ];
  expect(coverageAt(seats, NOON)).toEqual({ members: 5, takingCalls: 3 });
});

test("a lunch that is over at this instant covers again", () => {
  const back = { ...lunch, until: NOON, whenOver: "available" } as const;
  expect(coverageAt([seat("idle", back)], NOON)).toEqual({ members: 1, takingCalls: 1 });
  expect(coverageAt([seat("idle", back)], NOON - 1)).toEqual({ members: 1, takingCalls: 0 });
});

test("the least covered queue is the one with the smallest share left, the first of equal ones", () => {
  const queue = fc.record({ members: fc.integer({ min: 1, max: 50 }), takingCalls: fc.integer({ min: 1, max: 50 }) });
  fc.assert(
    fc.property(fc.array(queue), (queues) => {
      const named = queues.map((one, n) => ({ ...one, n }));
      const sorted = named.toSorted(
        (a, b) => (a.takingCalls - 1) * b.members - (b.takingCalls - 1) * a.members || a.n - b.n,
      );
      expect(leastCovered(named)).toEqual(sorted[0] ?? null);
    }),
  );
});
