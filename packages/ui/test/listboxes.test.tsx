import { createEvent, fireEvent, render, screen } from "@testing-library/preact";
import { useState } from "preact/hooks";
import { describe, expect, it, vi } from "vitest";
import { Listbox as OpenChooser } from "../src/Listbox.tsx";
import { Combobox } from "../src/Combobox.tsx";
import { FileDrop } from "../src/FileDrop.tsx";
import { Table } from "../src/Table.tsx";

const DESTINATIONS = ["Sales", "Support", "Branch 12"].map((label) => ({ value: label.toLowerCase(), label }));

function Chooser({ onChange }: { onChange: (value: string) => void }) {
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
      shown={shown}
      onChange={change}
      noMatch="None fits."
    />
  );
}

describe("Combobox", () => {
  const field = () => screen.getByRole("combobox", { name: "Goes to" }) as HTMLInputElement;
  const options = () => screen.queryAllByRole("option", { hidden: true }).map(({ textContent }) => textContent);

  it("finds by any part, and Enter chooses the option that the arrows reached", () => {
    const onChange = vi.fn();
    render(<Chooser onChange={onChange} />);
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
        <Chooser onChange={() => {}} />
      </div>,
    );
    fireEvent.input(field(), { target: { value: "sa" } });
    const said = screen.getByRole("status");
    fireEvent.input(field(), { target: { value: "zzz" } });
    expect([said.isConnected, said.textContent]).toEqual([true, "None fits."]);
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
        <OpenChooser label="Preset" options={OPTIONS} onChoose={onChoose} noMatch="None." />
      </form>,
    );
    expect(labels()).toEqual(["Fair booth", "Google Ads", "Google organic"]);
    const said = screen.getByRole("status");
    expect(said.textContent).toBe("");
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
    expect([said.isConnected, said.textContent, onChoose.mock.calls.length]).toEqual([true, "None.", 2]);
  });

  it("shows which options are chosen in a multiple choice", () => {
    render(
      <OpenChooser label="Preset" options={OPTIONS} picked={new Set(["ads"])} onChoose={() => {}} noMatch="None." />,
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
    isPicked: ({ id }: { id: string }) => id === "b",
    onToggle: vi.fn(),
    shown: "some" as const,
    onToggleShown: vi.fn(),
    label: ({ id }: { id: string }) => `Select ${id}`,
    labelShown: "Select all",
  };
  const columns = [
    { key: "id", head: "Id", cell: ({ id }: { id: string }) => id },
    { key: "more", head: "", cell: () => "…" },
  ];

  it("reports whether Shift was held, opens nothing by a checkbox, and shows a partial selection", () => {
    const onRow = vi.fn();
    render(
      <Table caption="Rows" columns={columns} rows={rows} rowKey={({ id }) => id} onRow={onRow} select={select} />,
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
    const drawn = [{ key: "id", head: "Id", cell }];
    const seen: string[] = [];
    const table = (picked: string, name: string) => (
      <Table
        caption="Rows"
        columns={drawn}
        rows={rows}
        rowKey={({ id }) => id}
        onRow={({ id }) => seen.push(`${name} ${id}`)}
        select={{ ...select, isPicked: ({ id }) => id === picked }}
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
    render(<Table caption="Rows" columns={columns} rows={rows} rowKey={({ id }) => id} onRow={onRow} />);
    fireEvent.click(screen.getAllByText("…")[1]!);
    expect(onRow).toHaveBeenCalledExactlyOnceWith(rows[1]);
  });
});
