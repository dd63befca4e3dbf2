import { act, fireEvent, render, screen } from "@testing-library/preact";
import { useState } from "preact/hooks";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { initials } from "../src/Avatar.tsx";
import { Difference } from "../src/Difference.tsx";
import { Elapsed, formatElapsed } from "../src/Elapsed.tsx";
import { Money, formatMoney } from "../src/Money.tsx";
import { Notice } from "../src/Notice.tsx";
import { Progress } from "../src/Progress.tsx";
import { Skeleton } from "../src/Skeleton.tsx";
import { Table } from "../src/Table.tsx";
import { Tabs } from "../src/Tabs.tsx";
import { When, formatRelativeTime } from "../src/When.tsx";

const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key });

describe("Money", () => {
  it.each([
    [182_400_000, "$182.40"],
    [0, "$0.00"],
    [9_999, "$0.00"],
    [-4_000, "\u2212$0.01"],
    [-10_000, "\u2212$0.01"],
    [-10_001, "\u2212$0.02"],
    [1_239_999, "$1.23"],
    [Number.MAX_SAFE_INTEGER, "$9,007,199,254.74"],
    [Number.MIN_SAFE_INTEGER, "\u2212$9,007,199,254.75"],
  ])("shows %i micros as %s", (micros, text) => {
    expect(formatMoney(micros, "USD", "en-US")).toBe(text);
  });

  it("follows the currency's digits and the locale's order", () => {
    expect(formatMoney(1_999_999, "JPY", "en-US")).toBe("¥1");
    expect(formatMoney(-1_500_000, "EUR", "de-DE")).toBe("\u22121,50\u00a0€");
  });

  it("shows the sign of a change, and none for zero", () => {
    expect(formatMoney(5_000_000, "USD", "en-US", { signed: true })).toBe("+$5.00");
    expect(formatMoney(31_991_234, "USD", "en-US", { roundUp: true })).toBe("$32.00");
    expect(formatMoney(0, "USD", "en-US", { signed: true })).toBe("$0.00");
  });

  it("shows an exact amount to the micro, with the fractions set apart from the cents", () => {
    expect(formatMoney(-258_750, "USD", "en-US", { signed: true, exact: true })).toBe("\u2212$0.25875");
    expect(formatMoney(1, "USD", "en-US", { exact: true })).toBe("$0.000001");
    const { container } = render(<Money micros={-258_750} currency="USD" locale="en-US" exact />);
    expect(container.textContent).toBe("\u2212$0.25875");
    expect(container.querySelector(".cb-money-rest")?.textContent).toBe("875");
  });

  it("has the exact amount next to the rounded one", () => {
    const { container } = render(<Money micros={-4_000} currency="USD" locale="en-US" />);
    expect(container.querySelector("data")?.getAttribute("value")).toBe("-4000");
  });
});

describe("times", () => {
  const NOON = Date.UTC(2025, 4, 14, 12);
  const MINUTE = 60_000;
  let clock = NOON;
  const now = () => clock;

  beforeEach(() => {
    clock = NOON;
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function pass(ms: number) {
    clock += ms;
    act(() => {
      vi.advanceTimersByTime(ms);
    });
  }

  it.each([
    [-30_000, "now"],
    [-3 * MINUTE, "3 minutes ago"],
    [-119_000, "1 minute ago"],
    [-5 * 60 * MINUTE, "5 hours ago"],
    [-26 * 60 * MINUTE, "1 day ago"],
    [2 * MINUTE, "in 2 minutes"],
    [-19 * 24 * 60 * MINUTE, "Apr 25"],
    [-400 * 24 * 60 * MINUTE, "Apr 9, 2024"],
  ])("shows a time %i ms away as %s", (away, text) => {
    expect(formatRelativeTime(NOON + away, NOON, "America/New_York", "en-US")).toBe(text);
  });

  it("updates its text automatically, on the exact minute", () => {
    const { container } = render(<When at={NOON - 30_000} now={now} zone="UTC" language="en-US" />);
    pass(29_999);
    expect(container.textContent).toBe("now");
    pass(1);
    expect(container.textContent).toBe("1 minute ago");
  });

  it("has the exact time and its zone in the tooltip", () => {
    const { container } = render(<When at={NOON} now={now} zone="America/New_York" language="en-US" />);
    const time = container.querySelector("time");
    expect(time?.getAttribute("dateTime")).toBe("2025-05-14T12:00:00.000Z");
    expect(time?.title).toMatch(/Wednesday, May 14, 2025.* 08:00:00 EDT/);
  });

  it.each([
    [-500, "0:00"],
    [9_999, "0:09"],
    [761_000, "12:41"],
    [3_599_999, "59:59"],
    [3_600_000, "1:00:00"],
    [90_061_000, "25:01:01"],
  ])("shows %i ms of running as %s", (ms, text) => {
    expect(formatElapsed(ms)).toBe(text);
  });

  it("counts every second once, automatically", () => {
    const { container } = render(<Elapsed since={NOON - 3_598_600} now={now} />);
    expect(container.textContent).toBe("59:58");
    pass(400);
    expect(container.textContent).toBe("59:59");
    pass(1000);
    expect(container.textContent).toBe("1:00:00");
  });
});

describe("Table", () => {
  const rows = [
    { id: "dana", name: "Dana", calls: 12 },
    { id: "li", name: "Li", calls: 7 },
  ];
  const columns = [
    { key: "name", header: "Name", sortable: true, cell: (row: (typeof rows)[number]) => row.name },
    { key: "calls", header: "Calls", align: "end" as const, cell: (row: (typeof rows)[number]) => row.calls },
  ];
  const rowKey = (row: { id: string }) => row.id;

  it("opens a row by keyboard and moves between rows with the arrows", () => {
    const onRow = vi.fn();
    render(<Table caption="People" columns={columns} rows={rows} rowKey={rowKey} onOpenRow={onRow} />);
    const [dana, li] = screen.getAllByRole("button");
    dana?.focus();
    press("ArrowDown");
    expect(document.activeElement).toBe(li);
    li?.click();
    expect(onRow).toHaveBeenCalledWith(rows[1]);
    press("ArrowDown");
    expect(document.activeElement).toBe(li);
  });

  it("opens only the rows that may be opened", () => {
    const onRow = vi.fn();
    const opens = ({ id }: { id: string }) => id !== "dana";
    render(
      <Table caption="People" columns={columns} rows={rows} rowKey={rowKey} onOpenRow={onRow} isRowOpenable={opens} />,
    );
    expect(screen.getAllByRole("button").map(({ textContent }) => textContent)).toEqual(["Li"]);
    fireEvent.click(screen.getByText("Dana"));
    fireEvent.click(screen.getByText("7"));
    expect(onRow.mock.calls).toEqual([[rows[1]]]);
  });

  it("leaves a link to the browser if it is to open elsewhere", () => {
    const onRow = vi.fn();
    render(
      <Table
        caption="People"
        columns={columns}
        rows={rows}
        rowKey={rowKey}
        onOpenRow={onRow}
        rowHref={(r) => `#${r.id}`}
      />,
    );
    const link = screen.getByRole("link", { name: "Dana" });
    expect(fireEvent.click(link, { ctrlKey: true })).toBe(true);
    expect(onRow).not.toHaveBeenCalled();
    expect(fireEvent.click(link)).toBe(false);
    expect(onRow).toHaveBeenCalledWith(rows[0]);
  });

  it("asks for the other direction of the sorted column", () => {
    const onSort = vi.fn();
    const sort = { key: "name", direction: "ascending" } as const;
    render(<Table caption="People" columns={columns} rows={rows} rowKey={rowKey} sort={sort} onSort={onSort} />);
    expect(screen.getByRole("columnheader", { name: "Name" }).getAttribute("aria-sort")).toBe("ascending");
    fireEvent.click(screen.getByRole("button", { name: "Name" }));
    expect(onSort).toHaveBeenCalledWith({ key: "name", direction: "descending" });
  });

  it("shows what to do if there are no rows", () => {
    render(<Table caption="People" columns={columns} rows={[]} rowKey={rowKey} empty={<p>Invite someone</p>} />);
    expect(screen.getByText("Invite someone")).toBeTruthy();
  });
});

describe("Tabs", () => {
  it("is one Tab stop whose arrows move, wrap and select", () => {
    function Page() {
      const [selected, setSelected] = useState<"now" | "history">("now");
      const tabs = [
        { id: "now", label: "Now" },
        { id: "history", label: "History" },
      ] as const;
      return (
        <Tabs label="Views" tabs={tabs} selected={selected} onSelect={setSelected}>
          {selected}
        </Tabs>
      );
    }
    render(<Page />);
    const [now, history] = screen.getAllByRole("tab");
    expect([now?.tabIndex, history?.tabIndex]).toEqual([0, -1]);
    now?.focus();
    press("ArrowRight");
    expect(document.activeElement).toBe(history);
    expect(screen.getByRole("tabpanel", { name: "History" }).textContent).toBe("history");
    press("ArrowRight");
    expect(document.activeElement).toBe(now);
  });
});

describe("small components", () => {
  it("name what a skeleton waits for and keep its lines' height", () => {
    const { container } = render(<Skeleton label="Fetching people" lines={3} lineHeight="36px" />);
    expect(screen.getByRole("status", { name: "Fetching people" })).toBeTruthy();
    const lines = [...container.querySelectorAll<HTMLElement>(".cb-skeleton-line")];
    expect(lines.map((line) => line.style.height)).toEqual(["36px", "36px", "36px"]);
  });

  it("interrupt a screen reader only for bad news", () => {
    render(<Notice tone="bad" sentence="The card was refused" />);
    render(<Notice tone="warn" sentence="Covered until Friday" />);
    expect(screen.getByRole("alert").textContent).toBe("The card was refused");
    expect(screen.getByRole("status").textContent).toBe("Covered until Friday");
  });

  it("say the progress in words", () => {
    render(<Progress label="Import" value={12} max={40} text="12 of 40" />);
    expect(screen.getByRole("progressbar", { name: "Import" }).getAttribute("aria-valuetext")).toBe("12 of 40");
  });

  it.each([
    ["Dana Reyes", "DR"],
    ["li", "L"],
    ["Ana Maria de Souza", "AS"],
    ["", ""],
  ])("shorten %j to %j", (name, letters) => {
    expect(initials(name)).toBe(letters);
  });
});

describe("Difference", () => {
  const labels = { was: "was", is: "is now", added: "added", removed: "removed", changed: "changed", moved: "moved" };

  it("reads out old and new, not only strikes through", () => {
    const { container } = render(<Difference before="45 min" after="1 h" labels={labels} />);
    expect(container.querySelector("del")?.textContent).toBe("was 45 min");
    expect(container.querySelector("ins")?.textContent).toBe("is now 1 h");
  });

  it("marks the words that differ and leaves the others alone", () => {
    const words = [
      { in: "both", text: "Hello " },
      { in: "before", text: "you" },
      { in: "after", text: "there" },
    ] as const;
    const { container } = render(<Difference before="Hello you" after="Hello there" text={words} labels={labels} />);
    expect(container.textContent).toBe("Hello removed youadded there");
  });

  it("compares a list item by item, with a word next to each sign", () => {
    const items = [
      { id: "a", how: "added", before: null, after: "Ava" },
      { id: "b", how: "changed", before: "Ben 1", after: "Ben 2" },
    ] as const;
    render(<Difference before="Ben 1" after="Ben 2, Ava" items={items} labels={labels} />);
    expect(screen.getAllByRole("listitem").map((item) => item.textContent)).toEqual([
      "+Ava added",
      "~was Ben 1→is now Ben 2 changed",
    ]);
  });
});
