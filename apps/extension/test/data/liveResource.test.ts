import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { notifyLocally } from "../../src/data/liveState.ts";
import { createResource } from "../../src/data/liveResource.ts";
import { session } from "../../src/data/session.ts";

const notify = (kind: "agent" | "phone" | "status", id: string) => notifyLocally({ kind, id, version: 1 });

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  session.value = { server: "", secret: "s", person: "me", account: "a" } as never;
});
afterEach(() => {
  vi.restoreAllMocks();
  session.value = null;
  vi.useRealTimers();
});

/** A resource, and the times of its fetches since the start of the test. */
async function open() {
  const fetched: number[] = [];
  const resource = createResource(["agent", "phone", "status"], async () => void fetched.push(performance.now()));
  await vi.advanceTimersByTimeAsync(10_000);
  const begins = performance.now();
  fetched.length = 0;
  return { resource, at: () => fetched.map((moment) => Math.round(moment - begins)) };
}

test.each([
  { spread: 0, looks: [0, 500, 1000, 1500, 2000] },
  { spread: 0.96, looks: [0, 740, 1480, 2220] },
])(
  "the team's changes are refetched at most twice a second, the last one for certain, spread by $spread",
  async (one) => {
    vi.spyOn(Math, "random").mockReturnValue(one.spread);
    const { resource, at } = await open();
    for (let change = 0; change < 40; change += 1) {
      notify(change % 2 === 0 ? "agent" : "phone", `somebody${change % 7}`);
      await vi.advanceTimersByTimeAsync(50);
    }
    await vi.advanceTimersByTimeAsync(5000);
    expect(at()).toEqual(one.looks);
    resource.stop();
  },
);

test("the reader's own status and rare changes are refetched at once", async () => {
  const { resource, at } = await open();
  notify("agent", "me");
  await vi.advanceTimersByTimeAsync(20);
  notify("agent", "somebody");
  notify("phone", "me");
  await vi.advanceTimersByTimeAsync(20);
  notify("status", "lunch");
  await vi.advanceTimersByTimeAsync(5000);
  expect(at()).toEqual([0, 20, 40]);
  resource.stop();
});
