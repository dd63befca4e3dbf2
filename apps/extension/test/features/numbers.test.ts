// @vitest-environment happy-dom
import { describe, expect, test } from "vitest";
import { filtersOf, isFiltered, sortQuery, sortOf } from "../../src/features/numbers/numberFilter.ts";
import { FILE_SIZE_MAX, readFileText } from "../../src/features/numbers/readFileText.ts";
import { routeOf } from "../../src/features/numbers/RoutingTargetFields.tsx";
import { type Run, runSummary, timeLeftText } from "../../src/features/runs/runText.ts";
import { instantOf, pastInstantOf } from "../../src/shared/timeText.ts";

describe("a file as text", () => {
  const bytes = (...all: number[]) => new Blob([new Uint8Array(all)]);
  test("is read by its byte order mark or as UTF-8, without the mark", async () => {
    expect(await readFileText(new Blob(["\uFEFFé"]))).toEqual({ text: "é" });
    expect(await readFileText(bytes(0xff, 0xfe, 0xe9, 0x00))).toEqual({ text: "é" });
    expect(await readFileText(bytes(0xfe, 0xff, 0x00, 0xe9))).toEqual({ text: "é" });
  });
  test("is never guessed: other encodings are previewed, and used only on request", async () => {
    const latin = bytes(0x61, 0x0a, 0xe9, 0x31);
    expect(await readFileText(latin)).toEqual({ problem: "encoding", like: ["é1"] });
    expect(await readFileText(latin, "windows-1252")).toEqual({ text: "a\né1" });
  });
  test("is neither empty nor too large", async () => {
    expect(await readFileText(new Blob([]))).toEqual({ problem: "empty" });
    expect(await readFileText({ size: FILE_SIZE_MAX + 1 } as Blob)).toEqual({ problem: "large" });
  });
});

describe("the filters in the list's address", () => {
  test("are ignored if they are invalid", () => {
    const query = { search: "flyer", state: "held", kind: "mobile", flag: "constructor", down: "1" };
    expect(filtersOf(query)).toEqual({ search: "flyer", state: "held" });
  });
  test("don't include a sort, and the default sort is left out", () => {
    expect(isFiltered({ by: "number", down: "1" })).toBe(false);
    expect(sortOf({ by: "number", down: "1" })).toEqual({ key: "number", direction: "descending" });
    expect(sortQuery({ key: "name", direction: "ascending" })).toEqual({ by: "", down: "" });
  });
});

test.each([
  ["", null],
  ["queue:q:1", { to: "queue", id: "q:1" }],
  ["receiver:r", { to: "receiver", id: "r" }],
])("the choice %j leads to %j", (value, route) => {
  expect(routeOf({ value, name: "" })).toEqual(route);
});

describe("a run in words", () => {
  const run = (change: Omit<Partial<Run>, "counts">, counts: Partial<Run["counts"]>): Run => ({
    id: "r",
    version: 1,
    type: "import numbers",
    title: "a.csv",
    state: "proposed",
    preparing: null,
    suspendedReason: null,
    rate: 0,
    typed: null,
    costs: null,
    cost: null,
    responsible: null,
    proposedAt: 0,
    startedAt: null,
    endedAt: null,
    retriable: false,
    retryIncludesStopped: false,
    mustBeCompleted: false,
    ...change,
    counts: { total: 0, done: 0, skipped: 0, failed: 0, pending: 0, ...counts },
  });
  test.each([
    [{}, { pending: 1 }, "1 number is ready to import. Nothing has changed yet."],
    [
      {},
      { pending: 9983, failed: 1 },
      "9,983 numbers are ready to import; 1 line was rejected. Nothing has changed yet.",
    ],
    [{}, { failed: 2 }, "2 lines were rejected, so there is nothing to import. Nothing was changed."],
    [
      { state: "running" },
      { total: 10, done: 3, failed: 1, pending: 6 },
      "4 of 10 done. You can close this page: the run continues.",
    ],
    [{ state: "stopped" }, { total: 10, done: 3, skipped: 7 }, "Stopped. 3 were done; 7 were not."],
    [{ state: "done" }, { total: 10, done: 10 }, "All 10 are done."],
    [{ state: "done" }, { total: 10, done: 8, failed: 2 }, "8 done, 2 failed."],
  ] as const)("a run %j with the counts %j reads %j", (change, counts, words) => {
    expect(runSummary(run(change, counts), "en-US")).toBe(words);
  });
  test.each([
    [0, 50, "starting"],
    [10, 50, "less than a minute left"],
    [1, 90, "about a minute left"],
    [1, 600, "about 10 min left"],
    [1, 7200, "about 2 h left"],
  ])("at %d a second, %d items take %s", (rate, pending, words) => {
    expect(timeLeftText(run({ rate }, { pending }))).toBe(words);
  });
});

test.each([
  ["2026-06-01", "10:00", "America/New_York", "2026-06-01T14:00:00Z"],
  ["2026-12-01", "10:00", "America/New_York", "2026-12-01T15:00:00Z"],
  ["2026-03-08", "01:30", "America/New_York", "2026-03-08T06:30:00Z"],
  ["2026-03-08", "03:30", "America/New_York", "2026-03-08T07:30:00Z"],
  ["2026-10-25", "00:15", "Europe/Berlin", "2026-10-24T22:15:00Z"],
  ["2026-06-01", "00:00", "Pacific/Auckland", "2026-05-31T12:00:00Z"],
  ["2026-03-08", "02:30", "America/New_York", "2026-03-08T07:00:00Z"],
  ["2026-03-08", "00:00", "America/Havana", "2026-03-08T05:00:00Z"],
  ["2026-09-06", "00:00", "America/Santiago", "2026-09-06T04:00:00Z"],
  ["2026-03-29", "00:00", "Atlantic/Azores", "2026-03-29T01:00:00Z"],
])("%s %s in %s is the instant %s", (date, time, zone, instant) => {
  expect(new Date(instantOf(date, time, zone)).toISOString()).toBe(instant.replace("Z", ".000Z"));
});
test("an end that occurs twice on the clock is the one after now", () => {
  const between = Date.parse("2026-11-01T01:40-04:00");
  const end = (now?: number) => new Date(instantOf("2026-11-01", "01:30", "America/New_York", now)).toISOString();
  expect(end()).toBe("2026-11-01T05:30:00.000Z");
  expect(end(between)).toBe("2026-11-01T06:30:00.000Z");
});
test.each([
  ["2026-11-01", "01:30", "2026-11-01T01:40-05:00", "2026-11-01T06:30:00.000Z"],
  ["2026-11-01", "01:30", "2026-11-01T01:20-05:00", "2026-11-01T05:30:00.000Z"],
  ["2026-11-01", "01:30", "2026-11-20T12:00-05:00", "2026-11-01T06:30:00.000Z"],
  ["2026-11-02", "01:30", "2026-11-01T12:00-05:00", "2026-11-02T06:30:00.000Z"],
])("looking back at %s %s from %s finds the last of two that has passed", (date, time, now, expected) => {
  const found = pastInstantOf(date, time, "America/New_York", Date.parse(now));
  expect(new Date(found).toISOString()).toBe(expected);
});
test.each([
  ["", "10:00"],
  ["2026-06-01", ""],
  ["2026-13-01", "10:00"],
])("%j %j is not an instant", (date, time) => {
  expect(instantOf(date, time, "UTC")).toBeNaN();
});
