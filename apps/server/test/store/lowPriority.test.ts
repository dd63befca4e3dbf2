import { expect, test } from "vitest";
import { stmt } from "../../src/store/database/port.ts";
import { openTestApp } from "../support/kit.ts";

test("low-priority writes let others go first, and still progress while others keep coming", async () => {
  const app = await openTestApp();
  const { db } = app.services;
  const order: string[] = [];
  const write = (name: string, priority: boolean) =>
    db
      .write({
        priority: priority ? "low" : undefined,
        reads: [],
        decide: () => ({ writes: [stmt("INSERT INTO settings (name, value) VALUES (?, '')", name)], answer: null }),
      })
      .then(() => void order.push(name));
  const first = Array.from({ length: 6 }, (_, n) => write(`calm ${n}`, true));
  await Promise.all([...first, write("quick", false)]);
  expect(order[0]).toBe("quick");
  expect(order.slice(1)).toEqual([0, 1, 2, 3, 4, 5].map((n) => `calm ${n}`));

  let finished = false;
  let n = 0;
  const keepWriting = async () => {
    while (!finished && n < 300) await write(`press ${(n += 1)}`, false);
  };
  const before = order.length;
  const writers = [keepWriting(), keepWriting(), keepWriting()];
  await write("patient", true);
  finished = true;
  await Promise.all(writers);
  // It shares the first group, behind the three writes that came before it, or at most the one after.
  const ahead = order.indexOf("patient") - before;
  expect(ahead).toBeGreaterThanOrEqual(3);
  expect(ahead).toBeLessThanOrEqual(6);
});
