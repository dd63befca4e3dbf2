import { expect, test } from "vitest";
import { torture } from "../../../torture/two-processes.ts";

test("two processes killed in mid-write have kept every write that was answered, exactly once", async () => {
  const size = { writers: 40, counters: 5, rounds: 2, answers: 200, seed: 7 };
  const { acknowledged, faults } = await torture(size);
  expect(faults).toEqual([]);
  expect(acknowledged).toBeGreaterThan(200);
}, 60_000);
