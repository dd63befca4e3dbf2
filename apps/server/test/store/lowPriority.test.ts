import { expect, test } from "vitest";
import { stmt } from "../../src/store/database/port.ts";
import { openTestApp } from "../support/kit.ts";

test("low-priority writes let others go first, and still progress while others keep coming", async () => {
  const app = await openTestApp();
  const { db } = app.world;
  const order: string[] = [];
  const write = (name: string, calm: boolean) =>
    db
      .write({
        calm,
        reads: [],
        decide: () => ({ writes: [stmt("INSERT INTO settings (name, value) VALUES (?, '')", name)], answer: null }),
      })
      .then(() => void order.push(name));
  const first = Array.from({ length: 6 }, (_, n) => write(`calm ${n}`, true));
  await Promise.all([...first, write("quick", false)]);
  expect(order[0]).toBe("quick");
  expect(order.slice(1)).toEqual([0, 1, 2, 3, 4, 5].map((n) => `calm ${n}`));

  let over = false;
  let n = 0;
  const press = async () => {
    while (!over) await write(`press ${(n += 1)}`, false);
  };
  const presses = [press(), press(), press()];
  await write("patient", true);
  over = true;
  await Promise.all(presses);
  expect(order.indexOf("patient")).toBeLessThan(order.length);
});
