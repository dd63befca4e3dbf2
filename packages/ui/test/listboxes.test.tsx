import { createEvent, fireEvent, render, screen } from "@testing-library/preact";
import { useState } from "preact/hooks";
import { describe, expect, it, vi } from "vitest";
import { Listbox as OpenListbox } from "../src/Listbox.tsx";
import { Combobox } from "../src/Combobox.tsx";
import { FileDrop } from "../src/FileDrop.tsx";
import { Table } from "../src/Table.tsx";

const DESTINATIONS = ["Sales", "Support", "Branch 12"].map((label) => ({ value: label.toLowerCase(), label }));

function Listbox({ onChange }: { onChange: (value: string) => void }) {
  const [value, choose] = useState("sales");
  const shown = DESTINATIONS.find((place) => place.value === value)!.label;
  const change = (next: string) => {
    choose(next);
    onChange(next);
  };
  return (
    <Combobox
      label="Goes to"
      options={DESTINATIONS}
      value={value}
      displayValue={shown}
      onChange={change}
      emptyText="None fits."
    />
  );
}

describe("Combobox", () => {
  const field = () => screen.getByRole("combobox", { name: "Goes to" }) as HTMLInputElement;
  const options = () => screen.queryAllByRole("option", { hidden: true }).map(({ textContent }) => textContent);

  it("finds by any part, and Enter chooses the option that the arrows reached", () => {
    const onChange = vi.fn();
    render(<Listbox onChange={onChange} />);
    fireEvent.input(field(), { target: { value: "s" } });
    expect(options()).toEqual(["Sales", "Support"]);
    fireEvent.keyDown(field(), { key: "ArrowDown" });
    fireEvent.keyDown(field(), { key: "Enter" });
    expect(onChange).toHaveBeenCalledExactlyOnceWith("support");
    expect(field().value).toBe("Support");
    expect(options()).toEqual([]);
  });

  it("keeps the previous choice when left without one, and handles Escape only while it is open", () => {
    const escaped = vi.fn();
    render(
      <div onKeyDown={escaped}>
        <Listbox onChange={() => {}} />
      </div>,
    );
    fireEvent.input(field(), { target: { value: "sa" } });
    const text = screen.getByRole("status");
    fireEvent.input(field(), { target: { value: "zzz" } });
    expect([text.isConnected, text.textContent]).toEqual([true, "None fits."]);
    fireEvent.keyDown(field(), { key: "Escape" });
    expect([field().value, escaped.mock.calls.length]).toEqual(["Sales", 0]);
    fireEvent.keyDown(field(), { key: "Escape" });
    expect(escaped).toHaveBeenCalledOnce();
    fireEvent.input(field(), { target: { value: "bra" } });
    fireEvent.blur(field());
    expect(field().value).toBe("Sales");
  });
});

describe("Listbox", () => {
  const OPTIONS = [
    { value: "own", label: "Fair booth", group: "Your own" },
    { value: "ads", label: "Google Ads", group: "Built in" },
    { value: "organic", label: "Google organic", group: "Built in" },
  ];
  const field = () => screen.getByRole("combobox", { name: "Preset" }) as HTMLInputElement;
  const labels = () => screen.queryAllByRole("option").map(({ textContent }) => textContent);

  it("is open, finds by name and group, and Enter chooses the active option without submitting its form", () => {
    const onChoose = vi.fn();
    const onSubmit = vi.fn();
    render(
      <form onKeyDown={onSubmit}>
        <OpenListbox label="Preset" options={OPTIONS} onSelect={onChoose} emptyText="None." />
      </form>,
    );
    expect(labels()).toEqual(["Fair booth", "Google Ads", "Google organic"]);
    const text = screen.getByRole("status");
    expect(text.textContent).toBe("");
    fireEvent.input(field(), { target: { value: "built org" } });
    expect(labels()).toEqual(["Google organic"]);
    fireEvent.keyDown(field(), { key: "Enter" });
    expect(onChoose).toHaveBeenCalledExactlyOnceWith("organic");
    fireEvent.keyDown(field(), { key: "Escape" });
    expect([field().value, onSubmit.mock.calls.length]).toEqual(["", 0]);
    fireEvent.keyDown(field(), { key: "ArrowUp" });
    fireEvent.keyDown(field(), { key: "Enter" });
    expect(onChoose).toHaveBeenLastCalledWith("organic");
    fireEvent.input(field(), { target: { value: "zzz" } });
    fireEvent.keyDown(field(), { key: "Enter" });
    // The region was there before: one that appears together with its text is often not read out.
    expect([text.isConnected, text.textContent, onChoose.mock.calls.length]).toEqual([true, "None.", 2]);
  });

  it("shows which options are chosen in a multiple choice", () => {
    render(
      <OpenListbox
        label="Preset"
        options={OPTIONS}
        selected={new Set(["ads"])}
        onSelect={() => {}}
        emptyText="None."
      />,
    );
    const chosen = screen.getAllByRole("option").map((one) => one.getAttribute("aria-selected"));
    expect([screen.getByRole("listbox").getAttribute("aria-multiselectable"), chosen]).toEqual([
      "true",
      ["false", "true", "false"],
    ]);
  });
});

describe("FileDrop", () => {
  const file = new File(["number"], "numbers.csv");

  it("takes a file by the native button and by a drop", () => {
    const onFile = vi.fn();
    render(<FileDrop label="Choose a file" hint="or drop it here" onFile={onFile} />);
    const input = screen.getByLabelText("Choose a file");
    fireEvent.change(input, { target: { files: [file] } });
    const drop = createEvent.drop(input);
    Object.defineProperty(drop, "dataTransfer", { value: { files: [file] } });
    fireEvent(input, drop);
    expect(onFile.mock.calls).toEqual([[file], [file]]);
  });

  it("announces its error to screen readers", () => {
    render(<FileDrop label="Choose a file" hint="or drop it here" error="It is too large." onFile={() => {}} />);
    expect(screen.getByRole("alert").textContent).toBe("It is too large.");
    expect(screen.getByLabelText("Choose a file").getAttribute("aria-invalid")).toBe("true");
  });
});

describe("Table with checkboxes", () => {
  const rows = [{ id: "a" }, { id: "b" }];
  const select = {
    isSelected: ({ id }: { id: string }) => id === "b",
    onToggle: vi.fn(),
    visibleState: "some" as const,
    onToggleVisible: vi.fn(),
    label: ({ id }: { id: string }) => `Select ${id}`,
    visibleLabel: "Select all",
  };
  const columns = [
    { key: "id", header: "Id", cell: ({ id }: { id: string }) => id },
    { key: "more", header: "", cell: () => "…" },
  ];

  it("reports whether Shift was held, opens nothing by a checkbox, and shows a partial selection", () => {
    const onRow = vi.fn();
    render(
      <Table caption="Rows" columns={columns} rows={rows} rowKey={({ id }) => id} onOpenRow={onRow} select={select} />,
    );
    fireEvent.click(screen.getByLabelText("Select a"), { shiftKey: true });
    fireEvent.click(screen.getByLabelText("Select b"));
    expect(select.onToggle.mock.calls).toEqual([
      [rows[0], true],
      [rows[1], false],
    ]);
    expect(onRow).not.toHaveBeenCalled();
    expect((screen.getByLabelText("Select all") as HTMLInputElement).indeterminate).toBe(true);
  });

  it("renders only the row that was ticked, and calls the current handler", () => {
    const cell = vi.fn(({ id }: { id: string }) => id);
    const drawn = [{ key: "id", header: "Id", cell }];
    const seen: string[] = [];
    const table = (picked: string, name: string) => (
      <Table
        caption="Rows"
        columns={drawn}
        rows={rows}
        rowKey={({ id }) => id}
        onOpenRow={({ id }) => seen.push(`${name} ${id}`)}
        select={{ ...select, isSelected: ({ id }) => id === picked }}
      />
    );
    const { rerender } = render(table("none", "first"));
    cell.mockClear();
    rerender(table("b", "second"));
    expect(cell.mock.calls).toEqual([[rows[1]]]);
    fireEvent.click(screen.getByText("a"));
    expect(seen).toEqual(["second a"]);
  });

  it("also opens a row by content above its stretched link", () => {
    const onRow = vi.fn();
    render(<Table caption="Rows" columns={columns} rows={rows} rowKey={({ id }) => id} onOpenRow={onRow} />);
    fireEvent.click(screen.getAllByText("…")[1]!);
    expect(onRow).toHaveBeenCalledExactlyOnceWith(rows[1]);
  });
});
