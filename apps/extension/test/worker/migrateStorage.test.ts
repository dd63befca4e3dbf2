import { beforeEach, expect, test, vi } from "vitest";
import type { PendingStatus } from "../../src/data/pendingStatus.ts";
import { fakeChrome } from "../support/fakeChrome.ts";

const choice = { key: "k", account: "northwind", person: "ava", status: "lunch", statusName: "Lunch", refused: null };
const older = { ...choice, meantAt: 7, lost: true };
const pending: PendingStatus = { ...choice, chosenAt: 7, undelivered: true };
const stored = { v: 2, value: pending };

let fake: ReturnType<typeof fakeChrome>;
beforeEach(() => {
  fake = fakeChrome();
  vi.resetModules();
  vi.stubGlobal("chrome", fake.chrome);
  // A worker has no `localStorage`.
  vi.stubGlobal("localStorage", undefined);
});
const migrate = async () => (await import("../../src/worker/migrateStorage.ts")).migrateStorage();

test.each(["intent", "intent ava northwind"])("a pending status stored as “%s” survives an update", async (name) => {
  fake.kept.set(name, older);
  await migrate();
  expect([...fake.kept]).toEqual([["intent ava northwind", stored]]);
  const { removePendingStatus } = await import("../../src/data/pendingStatus.ts");
  await removePendingStatus(pending);
  expect([...fake.kept]).toEqual([]);
});

test("a pending status isn't lost if the new item can't be stored", async () => {
  fake.kept.set("intent", older);
  const { set } = fake.chrome.storage.local;
  fake.chrome.storage.local.set = () => Promise.reject(new Error("full"));
  await expect(migrate()).rejects.toThrow("full");
  expect(fake.kept.get("intent")).toEqual(older);
  fake.chrome.storage.local.set = set;
  await migrate();
  expect([...fake.kept]).toEqual([["intent ava northwind", stored]]);
});
