import { expect, test } from "vitest";
import { killedImport } from "../../../../torture/killedImport.ts";
import { torture } from "../../../../torture/twoProcesses.ts";

test("two processes killed during writes have kept every confirmed write, exactly once", async () => {
  const size = { writers: 40, counters: 5, rounds: 2, answersPerRound: 200, seed: 7 };
  const { acknowledged, faults } = await torture(size);
  expect(faults).toEqual([]);
  expect(acknowledged).toBeGreaterThan(200);
});

test("an import whose process is killed in the middle is completed by another: each line has one outcome", async () => {
  expect(await killedImport({ lines: 600, kills: 1 })).toEqual([]);
});
