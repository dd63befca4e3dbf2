import { DAY } from "@callboard/domain/time";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { serverNow } from "../src/clock.ts";
import { onTold, type Told } from "../src/live.ts";
import { waitForTurn } from "../src/turning.ts";

const told: Told[] = [];
let off = () => {};
beforeEach(() => {
  vi.useFakeTimers();
  told.length = 0;
  off = onTold((one) => told.push(one));
});
afterEach(() => {
  off();
  vi.useRealTimers();
});

test("an end that nobody writes down is told when it comes, once, and not a moment earlier", () => {
  waitForTurn("acc", serverNow() + 40 * DAY);
  vi.advanceTimersByTime(40 * DAY);
  expect(told).toEqual([]);
  vi.advanceTimersByTime(1000);
  vi.advanceTimersByTime(3 * DAY);
  expect(told).toEqual([{ kind: "lifecycle", id: "acc", version: 0 }]);
});

test("what never turns, has turned, or is looked at no longer is not waited for", () => {
  waitForTurn("acc", null);
  waitForTurn("acc", serverNow() - 1);
  waitForTurn("acc", serverNow() + DAY)();
  expect(vi.getTimerCount()).toBe(0);
});
