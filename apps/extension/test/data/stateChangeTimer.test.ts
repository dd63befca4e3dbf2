import { DAY } from "@callboard/domain/core/time";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { serverNow } from "../../src/data/clock.ts";
import { onClientEvent, type ClientEvent } from "../../src/data/liveState.ts";
import { notifyAtStateChange } from "../../src/data/stateChangeTimer.ts";

const events: ClientEvent[] = [];
let unsubscribe = () => {};
beforeEach(() => {
  vi.useFakeTimers();
  events.length = 0;
  unsubscribe = onClientEvent((one) => events.push(one));
});
afterEach(() => {
  unsubscribe();
  vi.useRealTimers();
});

test("an end that nobody writes down is notified when it comes, once, and not a moment earlier", () => {
  notifyAtStateChange("acc", serverNow() + 40 * DAY);
  vi.advanceTimersByTime(40 * DAY);
  expect(events).toEqual([]);
  vi.advanceTimersByTime(1000);
  vi.advanceTimersByTime(3 * DAY);
  expect(events).toEqual([{ kind: "lifecycle", id: "acc", version: 0 }]);
});

test("a change that never comes, is over or is no longer shown starts no timer", () => {
  notifyAtStateChange("acc", null);
  notifyAtStateChange("acc", serverNow() - 1);
  notifyAtStateChange("acc", serverNow() + DAY)();
  expect(vi.getTimerCount()).toBe(0);
});
