import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { FeedEvent } from "../../src/feed/feed.ts";
import { EventThrottle } from "../../src/feed/throttle.ts";

const START = 10_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"], now: START });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A throttle with everything that a subscriber gets through it, and when. */
function openThrottle() {
  const delivered: [string, number][] = [];
  const start = performance.now();
  const deliver = ({ id }: FeedEvent) => delivered.push([id, performance.now() - start]);
  const throttle = new EventThrottle((event) => throttle.allows(event) && deliver(event));
  const publish = (id: string, fields: Partial<FeedEvent>) => {
    const event: FeedEvent = { account: "a", kind: "status", id, version: 1, area: "team", seq: 1, ...fields };
    if (throttle.allows(event)) deliver(event);
  };
  return { delivered, publish, throttle };
}

test("bulk changes are delivered at once, and then once at the end of each pause", () => {
  const { delivered, publish } = openThrottle();
  for (let ms = 0; ms < 1000; ms += 10) {
    publish(`${ms}`, { isBulk: true });
    vi.advanceTimersByTime(10);
  }
  expect(delivered.map(([, at]) => at)).toEqual([0, 250, 500, 750, 1000]);
});

test("a balance waits a second, and each run waits on its own", () => {
  const { delivered, publish } = openThrottle();
  for (const id of ["first", "second"]) {
    publish(id, { kind: "run", unlogged: true });
    publish(id, { kind: "run", unlogged: true });
    publish(id, { kind: "balance" });
  }
  vi.advanceTimersByTime(5000);
  expect(delivered).toEqual([
    ["first", 0],
    ["first", 0],
    ["second", 0],
    ["first", 250],
    ["second", 250],
    ["second", 1000],
  ]);
});

test("a single change is delivered at once, and nothing follows after the stop", () => {
  const { delivered, publish, throttle } = openThrottle();
  for (const id of ["a", "b", "c"]) publish(id, {});
  expect(delivered).toHaveLength(3);
  publish("d", { isBulk: true });
  publish("e", { isBulk: true });
  throttle.stop();
  vi.advanceTimersByTime(5000);
  expect(delivered.map(([id]) => id)).toEqual(["a", "b", "c", "d"]);
});
