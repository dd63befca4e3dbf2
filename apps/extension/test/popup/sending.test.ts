import { signal } from "@preact/signals";
import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { sendPendingStatuses } from "../../src/data/sendPendingStatuses.ts";
import { storePendingStatus } from "../../src/data/pendingStatus.ts";
import { applyOptimistic } from "../../src/popup/actions/optimistic.ts";
import type { PopupStore } from "../../src/popup/state/store.ts";
import { session } from "../../src/data/session.ts";
import { fakeLocks } from "../support/fakeChrome.ts";

const store = { ownStatus: { data: signal(null), refetch: async () => {} } } as unknown as PopupStore;

beforeAll(() => {
  Object.defineProperty(navigator, "locks", { value: fakeLocks() });
  session.value = { server: "http://callboard.test", secret: "s", account: "northwind", person: "ava" } as never;
});

const intent = {
  key: "k",
  account: "northwind",
  person: "ava",
  status: "lunch",
  statusName: "Lunch",
  chosenAt: 0,
  undelivered: false,
  refused: null,
};
const order: string[] = [];
const click = (name: string, answer: Promise<unknown>) =>
  applyOptimistic({
    store: store,
    agent: {} as never,
    successText: name,
    send: async () => {
      order.push(name);
      await answer;
    },
  });
/** More turns than a sending takes that waits for nobody: everything here is in memory. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((later) => setTimeout(later));
}

beforeEach(() => {
  order.length = 0;
  vi.stubGlobal("fetch", async () => {
    order.push("what waits");
    return new Response(JSON.stringify({ result: { data: null } }));
  });
});

test("a pending status is sent after all clicks before it", async () => {
  const answers = Promise.withResolvers<void>();
  click("Lunch", Promise.resolve());
  click("Training", answers.promise);
  await storePendingStatus(intent);
  const flushed = sendPendingStatuses();
  await turns();
  expect(order).toEqual(["Lunch", "Training"]);
  answers.resolve();
  await flushed;
  expect(order).toEqual(["Lunch", "Training", "what waits"]);
});

test("it is also sent after clicks made while it waits for its turn", async () => {
  const first = Promise.withResolvers<void>();
  click("Lunch", first.promise);
  const flushed = sendPendingStatuses();
  const second = Promise.withResolvers<void>();
  click("Coffee", second.promise);
  click("Training", Promise.resolve());
  await storePendingStatus(intent);
  first.resolve();
  await turns();
  expect(order).toEqual(["Lunch", "Coffee"]);
  second.resolve();
  await flushed;
  expect(order).toEqual(["Lunch", "Coffee", "Training", "what waits"]);
});

test("a status that a page has just stored is left for the page to send", async () => {
  await storePendingStatus({ ...intent, chosenAt: Date.now() });
  expect(await sendPendingStatuses()).toBe(false);
  await storePendingStatus({ ...intent, chosenAt: Date.now(), undelivered: true });
  expect(await sendPendingStatuses()).toBe(true);
  expect(order).toEqual(["what waits"]);
});
