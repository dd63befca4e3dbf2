import { beforeEach, describe, expect, test } from "vitest";
import { array, nullable, number, oneOf, optional, object, string } from "../../src/data/storage/guards.ts";
import { storePendingStatus } from "../../src/data/pendingStatus.ts";
import { readSnapshot, saveSnapshot, type Snapshot } from "../../src/popup/state/snapshot.ts";
import {
  PENDING_STATUS_PREFIX,
  WORKER_NOTICE,
  CLOCK_OFFSET,
  SESSION,
  SHOWN_THEME,
} from "../../src/data/storage/storageItems.ts";
import { PENDING_STATUS } from "../../src/data/storage/deferredStorageItems.ts";
import {
  type StorageItem,
  namesWithPrefix,
  read,
  readPageItem,
  write,
  writePageItem,
} from "../../src/data/storage/storage.ts";
import { ABSENCE } from "../../src/worker/reportIdle.ts";
import { WORKER_STATE } from "../../src/worker/workerState.ts";

const ava = { server: "http://callboard.test", secret: "s", person: "ava", account: null };
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

beforeEach(() => localStorage.clear());

describe("a stored item", () => {
  test("is read as it was written", async () => {
    await write(SESSION(), ava);
    writePageItem(SHOWN_THEME(), "dark");
    writePageItem(CLOCK_OFFSET(), -90_000);
    expect([await read(SESSION()), readPageItem(SHOWN_THEME()), readPageItem(CLOCK_OFFSET())]).toEqual([
      ava,
      "dark",
      -90_000,
    ]);
  });

  test("is dropped and removed if it fails its guard", async () => {
    const invalid: [StorageItem<unknown>, string][] = [
      [SESSION(), JSON.stringify({ ...ava, secret: undefined })],
      [SESSION(), "{ half a"],
      [SESSION(), JSON.stringify({ v: 2, value: ava })],
      [WORKER_NOTICE(), "7"],
      [CLOCK_OFFSET(), "soon"],
      [SHOWN_THEME(), "purple"],
      [PENDING_STATUS(intent), JSON.stringify({ ...intent, until: "13:00" })],
      [ABSENCE(), JSON.stringify({ since: "1" })],
      [WORKER_STATE(), JSON.stringify({ account: "northwind", offset: 0, mine: null, refused: null })],
    ];
    for (const [item, raw] of invalid) {
      localStorage.setItem(`callboard.${item.name}`, raw);
      expect(await read(item), `${item.name}: ${raw}`).toBeNull();
      expect(localStorage.getItem(`callboard.${item.name}`)).toBeNull();
    }
  });

  test("of an older version is upgraded, one of a newer version is dropped", async () => {
    const first: StorageItem<string> = { name: "greeting", guard: string };
    const second: StorageItem<{ text: string }> = {
      name: "greeting",
      version: 2,
      guard: object({ text: string }),
      upgrade: (words) => ({ text: words }),
    };
    await write(first, "hello");
    expect(await read(second)).toEqual({ text: "hello" });
    await write(second, { text: "good morning" });
    expect(await read(second)).toEqual({ text: "good morning" });
    expect(await read(first)).toBeNull();
  });

  test("for a pending status exists once per person and account", async () => {
    await storePendingStatus(intent);
    await storePendingStatus({ ...intent, account: "parkside", statusName: "Coffee" });
    expect(await namesWithPrefix(PENDING_STATUS_PREFIX)).toHaveLength(2);
    expect((await read(PENDING_STATUS(intent)))?.statusName).toBe("Lunch");
    expect(await read(PENDING_STATUS({ person: "ben", account: "northwind" }))).toBeNull();
  });
});

describe("the popup's snapshot", () => {
  const snapshot = {
    account: "northwind",
    person: "ava",
    at: 1,
    me: { accounts: [{ id: "northwind" }] },
    mine: { phone: { state: "idle" }, agent: { status: "lunch", until: null } },
    changes: { changes: [] },
    balance: null,
    team: null,
  } as unknown as Snapshot;
  const stored = () => JSON.parse(localStorage.getItem("callboard.snapshot")!);
  const keep = (value: unknown) => localStorage.setItem("callboard.snapshot", JSON.stringify(value));

  test("is accepted only as this app wrote it, to the letter", () => {
    saveSnapshot(snapshot);
    expect(readSnapshot()).toMatchObject(snapshot);
    const { mine } = stored();
    keep({ ...stored(), mine: { ...mine, phone: undefined } });
    expect(readSnapshot()).toBeNull();
    expect(localStorage.getItem("callboard.snapshot")).toBeNull();
  });

  test("of another release is dropped", () => {
    saveSnapshot(snapshot);
    keep({ ...stored(), app: "/chunks/popup-before.js" });
    expect(readSnapshot()).toBeNull();
    keep(snapshot);
    expect(readSnapshot()).toBeNull();
  });

  test("is dropped whatever is changed in it", () => {
    const paths = (value: unknown): string[][] =>
      typeof value === "object" && value !== null
        ? Object.entries(value).flatMap(([key, inner]) => [[key], ...paths(inner).map((path) => [key, ...path])])
        : [];
    saveSnapshot(snapshot);
    const whole = stored();
    for (const path of paths(snapshot))
      for (const value of [undefined, null, 0, "", "lunch", {}, [], true]) {
        const changed = structuredClone(whole);
        const last = path.slice(0, -1).reduce((at, key) => at[key], changed);
        if (JSON.stringify(last[path.at(-1)!]) === JSON.stringify(value)) continue;
        last[path.at(-1)!] = value;
        keep(changed);
        expect(readSnapshot(), `${path.join(".")} = ${JSON.stringify(value)}`).toBeNull();
      }
  });
});

test("a guard rejects a value that lacks a field or has a wrong one", () => {
  const fits = object({
    name: string,
    at: nullable(number),
    tone: oneOf("good", "bad"),
    also: optional(array(string)),
  });
  expect(fits({ name: "a", at: null, tone: "bad" })).toBe(true);
  for (const invalid of [
    null,
    "x",
    [],
    {},
    { name: "a", at: NaN, tone: "bad" },
    { name: "a", at: 1 },
    { name: "a", at: 1, tone: "odd" },
    { name: "a", at: 1, tone: "good", also: [1] },
  ])
    expect(fits(invalid), JSON.stringify(invalid)).toBe(false);
});
