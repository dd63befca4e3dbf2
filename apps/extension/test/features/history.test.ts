// @vitest-environment happy-dom
import { HOUR } from "@callboard/domain/core/time";
import { describe, expect, test, vi } from "vitest";
import { historyFilterOf, isFiltered } from "../../src/features/history/historyFilter.ts";
import { createLog, type LogPage } from "../../src/shared/list/createLog.ts";
import type { Change } from "../../src/features/history/useChanges.ts";
import { dayAfter, dayIn } from "@callboard/domain/core/calendar";
import { parseVersions } from "../../src/shared/versions/addresses.ts";

const rows = (from: number, to: number) =>
  Array.from({ length: from - to + 1 }, (_, at) => ({ n: from - at })) as unknown as Change[];

/** A log with this many changes, in pages of three. */
function logOf(length: number) {
  const log = { length };
  const load = vi.fn(async (before: number | undefined): Promise<LogPage<Change>> => {
    const first = before === undefined ? log.length : before - 1;
    const last = Math.max(1, first - 2);
    return { rows: rows(first, last), next: last > 1 ? last : null, searchedTo: null };
  });
  return { log, load };
}

const shown = (changes: ReturnType<typeof createLog>) => changes.data.value?.rows.map(({ n }) => n);

describe("the change history", () => {
  test("new changes wait above the list while it is read, and nothing moves", async () => {
    const { log, load } = logOf(7);
    const changes = createLog<Change>([], load);
    await changes.refetch();
    await changes.loadMore();
    expect(shown(changes)).toEqual([7, 6, 5, 4, 3, 2]);
    log.length = 9;
    await changes.refetch();
    expect(shown(changes)).toEqual([7, 6, 5, 4, 3, 2]);
    expect(changes.newEntries.value).toEqual({ count: 2, more: false });
    changes.showNewEntries();
    expect(shown(changes)).toEqual([9, 8, 7]);
    expect(changes.newEntries.value.count).toBe(0);
    changes.stop();
  });

  test("more new changes than a page holds are counted as a minimum", async () => {
    const { log, load } = logOf(4);
    const changes = createLog<Change>([], load);
    await changes.refetch();
    log.length = 20;
    await changes.refetch();
    expect(changes.newEntries.value).toEqual({ count: 3, more: true });
    changes.stop();
  });

  test("the first change shows at once in an empty list", async () => {
    const { log, load } = logOf(0);
    load.mockResolvedValueOnce({ rows: [], next: null, searchedTo: null });
    const changes = createLog<Change>([], load, { rows: [], next: null, searchedTo: null });
    await changes.refetch();
    log.length = 1;
    await changes.refetch();
    expect(shown(changes)).toEqual([1]);
    changes.stop();
  });

  test("older changes that load while new ones are shown are not appended to the wrong rows", async () => {
    const { log, load } = logOf(7);
    const changes = createLog<Change>([], load);
    await changes.refetch();
    log.length = 9;
    await changes.refetch();
    const more = changes.loadMore();
    changes.showNewEntries();
    await more;
    expect(shown(changes)).toEqual([9, 8, 7]);
    changes.stop();
  });
});

describe("the history filter in an address", () => {
  const zone = "America/New_York";
  test("takes days in the reader's zone, the last one to its end, also where clocks change", () => {
    const { from, to } = historyFilterOf({ from: "2026-03-08", to: "2026-03-08" }, zone);
    expect(new Date(from!).toISOString()).toBe("2026-03-08T05:00:00.000Z");
    expect(to! - from!).toBe(23 * HOUR);
  });
  test("ignores invalid days, events and logs", () => {
    expect(historyFilterOf({ from: "soon", event: "stolen", log: "everything" }, zone)).toEqual({ log: "history" });
    expect(isFiltered({ by: "name" })).toBe(false);
  });
  test("takes days across months and leap years", () => {
    expect(dayAfter("2028-02-28")).toBe("2028-02-29");
    expect(dayAfter("2026-01-01", -1)).toBe("2025-12-31");
    expect(dayIn(Date.UTC(2026, 0, 1, 3), zone)).toBe("2025-12-31");
  });
});

test("an address names one version, two, or none", () => {
  expect(parseVersions("7")).toEqual({ version: 7 });
  expect(parseVersions("7..3")).toEqual({ from: 7, to: 3 });
  expect([undefined, "", "7..", "latest"].map(parseVersions)).toEqual([null, null, null, null]);
});
