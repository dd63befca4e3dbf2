import fc from "fast-check";
import { expect, test } from "vitest";
import { rankMembers } from "../../src/queues/callOffers.ts";
import { message } from "../../src/core/message.ts";
import { NO_TURNS, type QueueTurns, turnsAfter } from "../../src/queues/turns.ts";
import { queueData } from "../support/routing.ts";
import { agent, IDLE, NOON, STATUSES } from "../support/samples.ts";

const people = ["ava", "ben", "cleo", "dora"];
const OPEN = { isOpen: true, why: message("queues.openAlways") };

/** Offers a call to whoever comes first; `idle`: who could take it. */
function offer(queue: ReturnType<typeof queueData>, turns: QueueTurns, idle: readonly string[]) {
  const seats = idle.map((person) => ({ person, agent: agent().data, phone: IDLE }));
  const ranked = rankMembers(queue, seats, NOON, { statuses: STATUSES, opening: OPEN, turns });
  const eligible = ranked.filter(({ rank }) => rank !== null);
  const first = eligible.find(({ rank }) => rank === 1)!.person;
  return {
    first,
    turns: turnsAfter(
      queue,
      turns,
      eligible.map(({ person }) => person),
      first,
    ),
  };
}

test("by weight, any run of calls is shared in proportion, to within one call each", () => {
  const weights = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 4 });
  fc.assert(
    fc.property(weights, fc.integer({ min: 1, max: 120 }), (weightsOf, calls) => {
      const members = weightsOf.map((weight, at) => ({ id: people[at]!, weight }));
      const queue = queueData({ routing: "weighted", members });
      const total = weightsOf.reduce((sum, weight) => sum + weight, 0);
      const taken = new Map<string, number>();
      let turns = NO_TURNS;
      for (let call = 1; call <= calls; call += 1) {
        const next = offer(
          queue,
          turns,
          members.map(({ id }) => id),
        );
        turns = next.turns;
        taken.set(next.first, (taken.get(next.first) ?? 0) + 1);
        for (const { id, weight } of members)
          expect(Math.abs((taken.get(id) ?? 0) - (call * weight) / total)).toBeLessThan(members.length);
      }
      for (const { id, weight } of members)
        if (calls % total === 0) expect(taken.get(id)).toBe((calls * weight) / total);
    }),
  );
});

test("by weight, somebody who comes back after many calls isn't flooded", () => {
  const queue = queueData({ routing: "weighted", members: people.map((id) => ({ id, weight: 1 })) });
  let turns = NO_TURNS;
  for (let call = 0; call < 100; call += 1) turns = offer(queue, turns, ["ava", "ben"]).turns;
  const after: string[] = [];
  for (let call = 0; call < 8; call += 1) {
    const next = offer(queue, turns, people);
    turns = next.turns;
    after.push(next.first);
  }
  for (const person of people) expect(after.filter((one) => one === person)).toHaveLength(2);
});

test("round robin goes on after the one who was last offered a call, whoever is away", () => {
  const queue = queueData({ routing: "round robin", members: people.map((id) => ({ id, weight: 1 })) });
  let turns = NO_TURNS;
  const offered = [people, people, ["ava", "dora"], people, people].map((idle) => {
    const next = offer(queue, turns, idle);
    turns = next.turns;
    return next.first;
  });
  expect(offered).toEqual(["ava", "ben", "dora", "ava", "ben"]);
});

test("credits of people who left the queue are dropped", () => {
  const queue = queueData({ routing: "weighted", members: [{ id: "ava", weight: 1 }] });
  expect(turnsAfter(queue, { lastOffered: "ben", credits: { ben: 5 } }, ["ava"], "ava")).toEqual({
    lastOffered: "ava",
    credits: { ava: 0 },
  });
});
