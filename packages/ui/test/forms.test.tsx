import { act, fireEvent, render, screen } from "@testing-library/preact";
import { useState } from "preact/hooks";
import { describe, expect, it, vi } from "vitest";
import { RadioGroup } from "../src/RadioGroup.tsx";
import { DragHandle, type Reorder, useReorder } from "../src/Reorder.tsx";
import { TagInput } from "../src/TagInput.tsx";
import { parseTime, TimeInput, formatTimeOfDay } from "../src/TimeInput.tsx";

describe("a time of day", () => {
  it.each([
    ["9", "09:00"],
    ["930", "09:30"],
    ["9:30", "09:30"],
    ["17.30", "17:30"],
    ["1730", "17:30"],
    ["5pm", "17:00"],
    ["5:15 PM", "17:15"],
    ["12 am", "00:00"],
    ["12pm", "12:00"],
    [" 0 ", "00:00"],
  ])("%s is read as %s", (typed, meant) => {
    expect(formatTimeOfDay(parseTime(typed)!)).toBe(meant);
  });
  it.each(["", "nine", "25", "9:60", "24:00", "13pm", "0am", "9:5", "99999"])("is not guessed from %s", (typed) => {
    expect(parseTime(typed)).toBeNull();
  });
  it("may be midnight at the end of a day", () => {
    expect(["24", "24:00", "0:00", "12am"].map((typed) => parseTime(typed, true))).toEqual([1440, 1440, 1440, 1440]);
    expect([formatTimeOfDay(1440), parseTime("24:01", true)]).toEqual(["24:00", null]);
  });
  it("is written out on leaving, and left as typed if it can't be read", () => {
    function Times() {
      const [time, set] = useState("");
      return <TimeInput label="From" value={time} onChange={set} />;
    }
    render(<Times />);
    const input = screen.getByRole<HTMLInputElement>("textbox", { name: "From" });
    fireEvent.input(input, { target: { value: "930" } });
    fireEvent.blur(input);
    expect(input.value).toBe("09:30");
    fireEvent.input(input, { target: { value: "soon" } });
    fireEvent.blur(input);
    expect(input.value).toBe("soon");
  });
});

describe("TagInput", () => {
  function Tags({ first = [], onSubmit }: { first?: readonly string[]; onSubmit?: () => void }) {
    const [tags, set] = useState(first);
    return (
      <form onSubmit={onSubmit}>
        <TagInput label="Tags" tags={tags} onChange={set} removeLabel={(tag) => `Remove ${tag}`} />
        <output>{tags.join("|")}</output>
      </form>
    );
  }
  const input = () => screen.getByRole("textbox", { name: "Tags" });
  const type = (value: string) => fireEvent.input(input(), { target: { value } });
  const tags = () => screen.getByRole("status").textContent;

  it("adds on Enter, on a comma and on leaving, and ignores a name that is there already", () => {
    render(<Tags />);
    type("VIP");
    fireEvent.keyDown(input(), { key: "Enter" });
    type("night, weekend,vip,");
    type("late");
    fireEvent.blur(input());
    expect(tags()).toBe("VIP|night|weekend|late");
  });
  it("keeps Enter from the form while there is something to add", () => {
    render(<Tags />);
    type("VIP");
    expect(fireEvent.keyDown(input(), { key: "Enter" })).toBe(false);
    expect(fireEvent.keyDown(input(), { key: "Enter" })).toBe(true);
  });
  it("removes a tag by its button, the last one by Backspace in the empty field", () => {
    render(<Tags first={["a", "b", "c"]} />);
    fireEvent.click(screen.getByRole("button", { name: "Remove a" }));
    expect(document.activeElement).toBe(input());
    fireEvent.keyDown(input(), { key: "Backspace" });
    expect(tags()).toBe("b");
  });
});

describe("an order being changed", () => {
  let sorting: Reorder;
  function Order({ onDrop }: { onDrop?: () => void }) {
    const [ids, order] = useState<readonly string[]>(["a", "b", "c"]);
    const announce = (id: string, place: number, all: number) => `${id} is ${place} of ${all}`;
    sorting = useReorder({ ids, onReorder: order, onDrop, announce });
    return (
      <>
        <ul>
          {ids.map((id, at) => (
            <li key={id} {...sorting.rowProps(id)}>
              <DragHandle id={id} name={id} position={at + 1} label={`Move ${id}`} reorder={sorting} />
              {id}
            </li>
          ))}
        </ul>
        <p role="status">{sorting.announcement}</p>
      </>
    );
  }
  const order = () => screen.getAllByRole("listitem").map((row) => row.textContent);
  const grip = (id: string) => screen.getByRole("button", { name: `Move ${id}` });

  it("moves by arrow keys, stops at the ends, keeps the focus and announces the position", () => {
    render(<Order />);
    grip("c").focus();
    fireEvent.keyDown(grip("c"), { key: "ArrowUp" });
    fireEvent.keyDown(grip("c"), { key: "ArrowUp" });
    fireEvent.keyDown(grip("c"), { key: "ArrowUp" });
    expect(order()).toEqual(["c", "a", "b"]);
    expect(document.activeElement).toBe(grip("c"));
    expect(screen.getByRole("status").textContent).toBe("c is 1 of 3");
  });
  it("takes the place of the row that it is dragged over, and ends with the drag", () => {
    const rested = vi.fn();
    render(<Order onDrop={rested} />);
    act(() => sorting.startDrag("a"));
    act(() => sorting.rowProps("c").onDragOver(new Event("dragover") as DragEvent));
    expect([order(), rested.mock.calls.length]).toEqual([["b", "c", "a"], 0]);
    act(() => sorting.endDrag());
    expect(rested).toHaveBeenCalledTimes(1);
  });
});

it("radio buttons explain each option, and arrows choose as usual", () => {
  const choose = vi.fn();
  const options = [
    { value: "in", label: "Onsite", hint: "Visitors of the website" },
    { value: "out", label: "Offsite" },
  ] as const;
  render(<RadioGroup label="Where" options={options} value="out" onChange={choose} />);
  const onsite = screen.getByRole<HTMLInputElement>("radio", {
    name: "Onsite",
    description: "Visitors of the website",
  });
  expect(screen.getByRole("group", { name: "Where" }).contains(onsite)).toBe(true);
  expect(screen.getByRole<HTMLInputElement>("radio", { name: "Offsite" }).checked).toBe(true);
  fireEvent.click(onsite);
  expect(choose).toHaveBeenCalledWith("in");
});
