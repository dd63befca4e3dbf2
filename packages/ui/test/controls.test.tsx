import { fireEvent, render, screen } from "@testing-library/preact";
import { useState } from "preact/hooks";
import { describe, expect, it, vi } from "vitest";
import { Button } from "../src/Button.tsx";
import { Checkbox } from "../src/Checkbox.tsx";
import { Field } from "../src/Field.tsx";
import { IconButton } from "../src/IconButton.tsx";
import { Segmented } from "../src/Segmented.tsx";
import { Select } from "../src/Select.tsx";
import { StatusShape } from "../src/StatusShape.tsx";
import { Switch } from "../src/Switch.tsx";
import { TextInput } from "../src/TextInput.tsx";

describe("Button", () => {
  it("keeps its name and its focus while busy, and ignores a second click", () => {
    const pay = vi.fn();
    const view = render(<Button onClick={pay}>Add $50</Button>);
    const button = screen.getByRole("button", { name: "Add $50" });
    button.focus();
    fireEvent.click(button);
    view.rerender(
      <Button onClick={pay} busy>
        Add $50
      </Button>,
    );
    fireEvent.click(screen.getByRole("button", { name: "Add $50" }));
    expect(pay).toHaveBeenCalledTimes(1);
    expect(document.activeElement).toBe(button);
    expect(button.getAttribute("aria-busy")).toBe("true");
  });

  it("doesn't submit a form while busy", () => {
    const send = vi.fn((event: Event) => event.preventDefault());
    render(
      <form onSubmit={send}>
        <Button type="submit" busy>
          Save
        </Button>
      </form>,
    );
    fireEvent.click(screen.getByRole("button", { name: "Save" }));
    expect(send).not.toHaveBeenCalled();
  });

  it("doesn't submit a form unless its type says so", () => {
    render(<Button>Close</Button>);
    expect(screen.getByRole("button").getAttribute("type")).toBe("button");
  });
});

it("an icon button has its label as name and tooltip", () => {
  render(<IconButton icon="moon" label="Use the dark theme" />);
  expect(screen.getByRole("button", { name: "Use the dark theme" }).title).toBe("Use the dark theme");
});

describe("Field", () => {
  const described = (element: HTMLElement) =>
    (element.getAttribute("aria-describedby") ?? "")
      .split(" ")
      .filter(Boolean)
      .map((id) => document.getElementById(id)?.textContent);

  it("names its input and links hint and error to it", () => {
    render(
      <Field label="Recharge" hint="At least $5.00." error="Enter an amount of $5.00 or more.">
        <TextInput value="3" onChange={() => {}} />
      </Field>,
    );
    const input = screen.getByLabelText("Recharge");
    expect(described(input)).toEqual(["At least $5.00.", "Enter an amount of $5.00 or more."]);
    expect(input.getAttribute("aria-invalid")).toBe("true");
  });

  it("mentions no error if there is none", () => {
    render(
      <Field label="Zone">
        <Select options={[{ value: "utc", label: "UTC" }]} value="utc" onChange={() => {}} />
      </Field>,
    );
    const select = screen.getByLabelText("Zone");
    expect(select.hasAttribute("aria-invalid")).toBe(false);
    expect(described(select)).toEqual([]);
  });
});

describe("Segmented", () => {
  const themes = ["auto", "light", "dark"].map((value) => ({ value, label: value }));
  function Themes() {
    const [value, choose] = useState("auto");
    return <Segmented label="Theme" options={themes} value={value} onChange={choose} />;
  }
  const chosen = () => screen.getByRole("radio", { checked: true });

  it("is one Tab stop whose arrows choose, move focus and wrap", () => {
    render(<Themes />);
    expect(screen.getAllByRole("radio").map((radio) => radio.tabIndex)).toEqual([0, -1, -1]);
    fireEvent.keyDown(chosen(), { key: "ArrowRight" });
    expect(chosen().textContent).toBe("light");
    expect(document.activeElement).toBe(chosen());
    fireEvent.keyDown(chosen(), { key: "ArrowUp" });
    fireEvent.keyDown(chosen(), { key: "ArrowLeft" });
    expect(chosen().textContent).toBe("dark");
  });

  it("does nothing when the chosen option is pressed again", () => {
    const choose = vi.fn();
    render(<Segmented label="Theme" options={themes} value="auto" onChange={choose} />);
    fireEvent.click(chosen());
    expect(choose).not.toHaveBeenCalled();
  });
});

it("a select passes on the value and offers the placeholder only until something is chosen", () => {
  const choose = vi.fn();
  const roles = [
    { value: "agent", label: "Agent" },
    { value: "admin", label: "Admin" },
  ] as const;
  render(<Select label="Role" placeholder="Choose a role" options={roles} value="" onChange={choose} />);
  fireEvent.change(screen.getByRole("combobox", { name: "Role" }), { target: { value: "admin" } });
  expect(choose).toHaveBeenCalledWith("admin");
  expect(screen.getByText("Choose a role").hasAttribute("disabled")).toBe(true);
});

it("a text input reports every keystroke, on one line or several", () => {
  const write = vi.fn();
  render(<TextInput label="Name" value="" onChange={write} />);
  render(<TextInput label="Note" rows={3} value="" onChange={write} />);
  fireEvent.input(screen.getByRole("textbox", { name: "Name" }), { target: { value: "Da" } });
  fireEvent.input(screen.getByRole("textbox", { name: "Note" }), { target: { value: "Back at one." } });
  expect(write.mock.calls).toEqual([["Da"], ["Back at one."]]);
});

it("a switch is named by its label and described by its hint", () => {
  const flip = vi.fn();
  render(<Switch label="Mail me" hint="Once a day at most." checked={false} onChange={flip} />);
  const control = screen.getByRole("switch", { name: "Mail me" });
  fireEvent.click(control);
  expect(flip).toHaveBeenCalledWith(true);
  expect(control.hasAttribute("aria-describedby")).toBe(true);
});

it("a checkbox can be mixed, and keeps a hidden label's name", () => {
  render(<Checkbox label="Select all" hideLabel mixed checked={false} onChange={() => {}} />);
  expect((screen.getByRole("checkbox", { name: "Select all" }) as HTMLInputElement).indeterminate).toBe(true);
});

it("a status shape has a name only if there is no text next to it", () => {
  render(<StatusShape shape="half" tone="amber" label="Lunch" icon="lunch" />);
  const { container } = render(<StatusShape shape="disc" tone="teal" />);
  expect(screen.getByRole("img", { name: "Lunch" })).toBeTruthy();
  expect(container.querySelector("svg")?.getAttribute("aria-hidden")).toBe("true");
});

it("a field limits characters as people count them, and cuts none", () => {
  const write = vi.fn();
  render(<TextInput label="Team" value="" maxLength={3} onChange={write} />);
  const input = screen.getByRole<HTMLInputElement>("textbox", { name: "Team" });
  for (const [typed, kept] of [
    ["abcd", "abc"],
    ["👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦", "👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦"],
    ["a\u0301b\u0301c\u0301", "a\u0301b\u0301c\u0301"],
  ] as const) {
    fireEvent.input(input, { target: { value: typed } });
    expect(write).toHaveBeenLastCalledWith(kept);
  }
});
