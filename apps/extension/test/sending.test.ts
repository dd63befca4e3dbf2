import { signal } from "@preact/signals";
import { beforeAll, expect, test, vi } from "vitest";
import { flushIntent } from "../src/flushIntent.ts";
import { keepIntent } from "../src/intents.ts";
import { act } from "../src/popup/acting.ts";
import type { Desk } from "../src/popup/desk.ts";
import { session } from "../src/session.ts";

/** The browser's locks by one name: whoever asks first is first. */
const locks = () => {
  let last: Promise<unknown> = Promise.resolve();
  return { request: (_name: string, does: () => unknown) => (last = last.then(does)) };
};
const desk = { mine: { data: signal(null), refetch: async () => {} } } as unknown as Desk;

beforeAll(() => {
  Object.defineProperty(navigator, "locks", { value: locks() });
  session.value = { server: "http://callboard.test", secret: "s", account: "northwind", person: "ava" } as never;
});

test("what waits is sent after all that was clicked before it, never ahead", async () => {
  const order: string[] = [];
  const answers = Promise.withResolvers<void>();
  const click = (name: string, answer: Promise<unknown>) =>
    act({
      desk,
      agent: {} as never,
      said: name,
      send: async () => {
        order.push(name);
        await answer;
      },
    });
  vi.stubGlobal("fetch", async () => {
    order.push("what waits");
    return new Response(JSON.stringify({ result: { data: null } }));
  });
  click("Lunch", Promise.resolve());
  click("Training", answers.promise);
  await keepIntent({
    key: "k",
    account: "northwind",
    person: "ava",
    status: "lunch",
    statusName: "Lunch",
    meantAt: 0,
    lost: false,
    refused: null,
  });
  const flushed = flushIntent();
  await new Promise((later) => setTimeout(later, 50));
  expect(order).toEqual(["Lunch", "Training"]);
  answers.resolve();
  await flushed;
  expect(order).toEqual(["Lunch", "Training", "what waits"]);
});
