import { beforeEach, describe, expect, test, vi } from "vitest";
import { createList, type ListPage, PAGE_SIZE } from "../../src/shared/list/createList.ts";
import {
  ALL_SELECTED,
  selectedCount,
  isSelected,
  NONE_SELECTED,
  selectVisible,
  keepVisible,
  toggle,
  toggleRange,
} from "../../src/shared/list/selection.ts";
import { queryString } from "../../src/shared/route.ts";

type Row = { id: string };
type Page = ListPage<Row>;

/** A table on a server: each page begins after the last row of the one before. */
function tableOf(count: number) {
  const rows = Array.from({ length: count }, (_, at) => ({ id: String(at).padStart(5, "0") }));
  const input: { after: string | null; limit: number }[] = [];
  const load = async (after: string | null, limit: number): Promise<Page> => {
    input.push({ after, limit });
    const rest = rows.filter(({ id }) => after === null || id > after);
    const page = rest.slice(0, limit);
    return { rows: page, next: rest.length > limit ? page.at(-1)!.id : null, total: rows.length, now: 0 };
  };
  return { rows, input: input, load };
}

const settled = () => new Promise((later) => setTimeout(later));
const ids = (page: Page | null) => page?.rows.map(({ id }) => id);

describe("a long list", () => {
  beforeEach(() => void vi.useRealTimers());

  test("loads page after page, and knows when there is no more", async () => {
    const table = tableOf(PAGE_SIZE * 2 + 10);
    const list = createList([], table.load);
    await settled();
    await list.loadMore();
    await list.loadMore();
    expect(ids(list.data.value)).toEqual(table.rows.map(({ id }) => id));
    expect(list.data.value!.next).toBeNull();
    await list.loadMore();
    expect(table.input).toHaveLength(3);
  });

  test("refetches as many rows as are shown, so that nothing the reader saw disappears", async () => {
    const table = tableOf(500);
    const list = createList([], table.load);
    await settled();
    for (let pages = 0; pages < 5; pages += 1) await list.loadMore();
    table.rows.splice(0, 1);
    table.input.length = 0;
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const refetched = list.refetch();
    await vi.advanceTimersByTimeAsync(2000);
    await refetched;
    expect(ids(list.data.value)).toEqual(table.rows.slice(0, PAGE_SIZE * 6).map(({ id }) => id));
    expect(table.input.map(({ limit }) => limit)).toEqual([200, 100]);
  });

  test("keeps the identity of unchanged rows, so that only changed ones are rendered", async () => {
    const table = tableOf(3);
    const list = createList<Row & { name?: string }>([], async (after, limit) => {
      const page = await table.load(after, limit);
      return { ...page, rows: page.rows.map((row) => ({ ...row })) };
    });
    await settled();
    const before = list.data.value!.rows;
    table.rows[1] = { id: table.rows[1]!.id, name: "new" } as Row;
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const refetched = list.refetch();
    await vi.advanceTimersByTimeAsync(2000);
    await refetched;
    expect(list.data.value!.rows.map((row, at) => row === before[at])).toEqual([true, false, true]);
  });

  test("neither loses nor repeats rows that load during a refetch", async () => {
    const table = tableOf(500);
    const list = createList([], table.load);
    await settled();
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const refetched = list.refetch();
    const more = list.loadMore();
    await vi.advanceTimersByTimeAsync(2000);
    await Promise.all([refetched, more]);
    expect(ids(list.data.value)).toEqual(table.rows.slice(0, PAGE_SIZE * 2).map(({ id }) => id));
  });

  test("doesn't append a page after rows that are newer", async () => {
    const table = tableOf(500);
    const held: (() => void)[] = [];
    let hold = false;
    const list = createList<Row>([], async (after, limit) => {
      const page = await table.load(after, limit);
      if (hold && after !== null) await new Promise<void>((go) => held.push(go));
      return page;
    });
    await settled();
    hold = true;
    const more = list.loadMore();
    await settled();
    hold = false;
    table.rows.splice(10, 5);
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const refetched = list.refetch();
    await vi.advanceTimersByTimeAsync(2000);
    await refetched;
    held[0]!();
    await more;
    expect(ids(list.data.value)).toEqual(table.rows.slice(0, PAGE_SIZE * 2).map(({ id }) => id));
  });

  test("ignores the answer to a request that is no longer needed", async () => {
    const table = tableOf(60);
    const list = createList([], table.load);
    list.stop();
    await settled();
    expect(list.data.value).toBeNull();
  });

  test("reports a page that failed, and can load it again", async () => {
    const table = tableOf(120);
    let broken = true;
    const list = createList<Row>([], (after, limit) => {
      if (after !== null && broken) return Promise.reject(new TypeError("gone"));
      return table.load(after, limit);
    });
    await settled();
    await list.loadMore();
    expect(list.moreFailed.value).toBe(true);
    expect(list.data.value!.rows).toHaveLength(PAGE_SIZE);
    broken = false;
    await list.loadMore();
    expect([list.moreFailed.value, list.data.value!.rows.length]).toEqual([false, PAGE_SIZE * 2]);
  });

  test("when restored shows its earlier rows and refetches as many", async () => {
    const table = tableOf(500);
    const left: Page = { rows: table.rows.slice(0, 130), next: table.rows[129]!.id, total: 500, now: 0 };
    const list = createList([], table.load, left);
    expect(list.data.value).toBe(left);
    await settled();
    expect(table.input).toEqual([{ after: null, limit: 130 }]);
    expect(list.data.value!.rows).toHaveLength(130);
  });
});

describe("selecting rows", () => {
  const shown = ["a", "b", "c", "d", "e"];
  const picked = (selection: Parameters<typeof isSelected>[0]) =>
    shown.filter((id) => isSelected(selection, id)).join("");

  test("with Shift changes every row from the last one touched, in either direction", () => {
    const down = toggleRange(toggle(NONE_SELECTED, shown, "b"), shown, "d");
    expect(picked(down)).toBe("bcd");
    const up = toggleRange(toggle(NONE_SELECTED, shown, "d"), shown, "a");
    expect(picked(up)).toBe("abcd");
    expect(picked(toggleRange(toggle(up, shown, "a"), shown, "c"))).toBe("d");
  });
  test("with Shift and no start changes only that row", () => {
    expect(picked(toggleRange(NONE_SELECTED, shown, "c"))).toBe("c");
    expect(picked(toggleRange(toggle(NONE_SELECTED, shown, "gone"), shown, "c"))).toBe("c");
  });
  test('with "all" includes rows that aren\'t loaded, until one is deselected', () => {
    expect(selectedCount(ALL_SELECTED, 12_431)).toBe(12_431);
    const without = toggle(ALL_SELECTED, shown, "c");
    expect([picked(without), selectedCount(without, 12_431)]).toEqual(["abde", 4]);
  });
  test("drops rows that are gone from the list", () => {
    expect(selectedCount(keepVisible(selectVisible(shown), ["a", "e"]), 9)).toBe(2);
    const same = selectVisible(shown);
    expect(keepVisible(same, shown)).toBe(same);
  });
});

test("a list's filters are written in one order, and not at all if there are none", () => {
  expect(queryString({ search: "a b", state: "held", kind: "" })).toBe("?search=a+b&state=held");
  expect(queryString({ state: "" })).toBe("");
});
