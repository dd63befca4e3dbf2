import { act, fireEvent, render, screen } from "@testing-library/preact";
import { useState } from "preact/hooks";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Dialog } from "../src/Dialog.tsx";
import { Select } from "../src/Select.tsx";
import { TextInput } from "../src/TextInput.tsx";
import { Menu } from "../src/Menu.tsx";
import { ToastRegion } from "../src/ToastRegion.tsx";
import { createToasts } from "../src/toasts.ts";

const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key });

describe("Menu", () => {
  const lunch = vi.fn();
  const meeting = vi.fn();

  beforeEach(() => {
    vi.clearAllMocks();
    render(
      <Menu
        label="Status"
        entries={[
          { section: "Away" },
          { id: "lunch", label: "Lunch", onSelect: lunch },
          { id: "meeting", label: "Meeting", onSelect: meeting },
          { separator: true },
          { id: "mentoring", label: "Mentoring", onSelect() {}, disabled: true },
        ]}
      >
        Status
      </Menu>,
    );
  });

  const button = () => screen.getByRole("button", { name: "Status" });
  const focused = () => document.activeElement?.textContent;

  it("opens on its first item with a click, on its last with the up arrow", () => {
    fireEvent.click(button());
    expect(focused()).toBe("Lunch");
    press("Escape");
    fireEvent.keyDown(button(), { key: "ArrowUp" });
    expect(focused()).toBe("Mentoring");
  });

  it("moves with the arrows, past the ends, and jumps with Home and End", () => {
    fireEvent.click(button());
    press("ArrowDown");
    expect(focused()).toBe("Meeting");
    press("End");
    expect(focused()).toBe("Mentoring");
    press("ArrowDown");
    expect(focused()).toBe("Lunch");
    press("ArrowUp");
    expect(focused()).toBe("Mentoring");
    press("Home");
    expect(focused()).toBe("Lunch");
  });

  it("finds an item by its first letters, and the next one by the same letter again", () => {
    fireEvent.click(button());
    press("m");
    expect(focused()).toBe("Meeting");
    press("m");
    expect(focused()).toBe("Mentoring");
    press("m");
    press("e");
    press("n");
    expect(focused()).toBe("Mentoring");
  });

  it("closes on Escape, returns focus, and keeps the key from elements around it", () => {
    const around = vi.fn();
    document.addEventListener("keydown", around);
    fireEvent.click(button());
    press("Escape");
    document.removeEventListener("keydown", around);
    expect(screen.queryByRole("menu")).toBeNull();
    expect(document.activeElement).toBe(button());
    expect(around).not.toHaveBeenCalled();
  });

  it("selects once, closes and returns focus", () => {
    fireEvent.click(button());
    fireEvent.click(screen.getByRole("menuitem", { name: "Meeting" }));
    expect(meeting).toHaveBeenCalledOnce();
    expect(lunch).not.toHaveBeenCalled();
    expect(screen.queryByRole("menu")).toBeNull();
    expect(document.activeElement).toBe(button());
  });

  it("stays open on a disabled item", () => {
    fireEvent.click(button());
    fireEvent.click(screen.getByRole("menuitem", { name: "Mentoring" }));
    expect(screen.getByRole("menu")).toBeTruthy();
  });

  it("closes on a press outside and leaves the focus there", () => {
    fireEvent.click(button());
    fireEvent.pointerDown(document.body);
    expect(screen.queryByRole("menu")).toBeNull();
  });

  it("stays open while the page still scrolls", () => {
    fireEvent.click(button());
    fireEvent.scroll(document);
    expect(screen.getByRole("menu")).toBeTruthy();
  });

  it("names its sections for a screen reader", () => {
    fireEvent.click(button());
    expect(screen.getByRole("group", { name: "Away" }).textContent).toContain("Meeting");
  });
});

describe("Dialog", () => {
  function Page({ onClosed }: { onClosed?: () => void }) {
    const [open, setOpen] = useState(false);
    const close = () => {
      setOpen(false);
      onClosed?.();
    };
    return (
      <>
        <button type="button" onClick={() => setOpen(true)}>
          Stop
        </button>
        <Dialog open={open} onClose={close} title="Stop incoming calls" closeLabel="Close">
          <p>Callers hear the closing message.</p>
        </Dialog>
      </>
    );
  }

  function opened(onClosed?: () => void) {
    render(onClosed ? <Page onClosed={onClosed} /> : <Page />);
    screen.getByRole("button", { name: "Stop" }).focus();
    fireEvent.click(screen.getByRole("button", { name: "Stop" }));
    return screen.getByRole("dialog", { name: "Stop incoming calls" });
  }

  it("closes on Escape and returns focus to the element that opened it", () => {
    const dialog = opened();
    screen.getByRole("button", { name: "Close" }).focus();
    fireEvent.keyDown(dialog, { key: "Escape" });
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(document.activeElement).toBe(screen.getByRole("button", { name: "Stop" }));
  });

  it.each([
    ["lunch", "Reason"],
    ["", "Status"],
  ])("with the status “%s” and no reason yet, typing starts at “%s”", (status, field) => {
    const options = [{ value: "lunch", label: "Lunch" }];
    render(
      <Dialog open onClose={() => {}} title="Set a status" closeLabel="Close">
        <Select label="Status" placeholder="Status" required value={status} options={options} onChange={() => {}} />
        <TextInput label="Reason" required value="" onChange={() => {}} />
      </Dialog>,
    );
    expect(document.activeElement?.getAttribute("aria-label")).toBe(field);
  });

  it("asks to be closed once", () => {
    const onClosed = vi.fn();
    opened(onClosed);
    fireEvent.click(screen.getByRole("button", { name: "Close" }));
    expect(onClosed).toHaveBeenCalledOnce();
  });

  it("closes on a click on the backdrop, but not when the press began inside", () => {
    const dialog = opened();
    fireEvent.mouseDown(screen.getByText("Callers hear the closing message."));
    fireEvent.click(dialog);
    expect(screen.queryByRole("dialog")).not.toBeNull();
    fireEvent.mouseDown(dialog);
    fireEvent.click(dialog);
    expect(screen.queryByRole("dialog")).toBeNull();
  });
});

describe("Toasts", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const pass = (ms: number) =>
    act(() => {
      vi.advanceTimersByTime(ms);
    });

  function region() {
    const toasts = createToasts();
    render(<ToastRegion toasts={toasts} label="Messages" dismissLabel="Dismiss" />);
    return toasts;
  }

  it("announces a sentence politely and disappears after six seconds", () => {
    const toasts = region();
    act(() => {
      toasts.show({ sentence: "Status undone" });
    });
    expect(screen.getByText("Status undone").closest("[aria-live=polite]")).not.toBeNull();
    pass(5_999);
    expect(screen.queryByText("Status undone")).not.toBeNull();
    pass(1);
    expect(screen.queryByText("Status undone")).toBeNull();
  });

  it("stays while focus is in it, then has its full time again", () => {
    const toasts = region();
    act(() => {
      toasts.show({ sentence: "Lunch chosen", action: { label: "Undo", onSelect() {} } });
    });
    screen.getByRole("button", { name: "Undo" }).focus();
    pass(60_000);
    expect(screen.queryByText("Lunch chosen")).not.toBeNull();
    screen.getByRole("button", { name: "Undo" }).blur();
    pass(5_999);
    expect(screen.queryByText("Lunch chosen")).not.toBeNull();
    pass(1);
    expect(screen.queryByText("Lunch chosen")).toBeNull();
  });

  it("stays while the pointer is over it", () => {
    const toasts = region();
    act(() => {
      toasts.show({ sentence: "Saved" });
    });
    const place = screen.getByRole("listitem");
    fireEvent.pointerEnter(place);
    pass(60_000);
    expect(screen.queryByText("Saved")).not.toBeNull();
    fireEvent.pointerLeave(place);
    pass(6_000);
    expect(screen.queryByText("Saved")).toBeNull();
  });

  it("lets the others disappear after one was dismissed by keyboard", () => {
    const toasts = region();
    act(() => {
      toasts.show({ sentence: "First" });
      toasts.show({ sentence: "Second" });
    });
    const [first] = screen.getAllByRole("button", { name: "Dismiss" });
    first?.focus();
    act(() => first?.click());
    expect(screen.queryByText("First")).toBeNull();
    pass(6_000);
    expect(screen.queryByText("Second")).toBeNull();
  });

  it("runs its action once and disappears", () => {
    const toasts = region();
    const undo = vi.fn();
    act(() => {
      toasts.show({ sentence: "Lunch chosen", action: { label: "Undo", onSelect: undo } });
    });
    fireEvent.click(screen.getByRole("button", { name: "Undo" }));
    expect(undo).toHaveBeenCalledOnce();
    expect(toasts.list.value).toEqual([]);
  });

  it("keeps three, and drops the oldest", () => {
    const toasts = createToasts();
    for (const sentence of ["One", "Two", "Three", "Four"]) toasts.show({ sentence });
    expect(toasts.list.value.map((toast) => toast.sentence)).toEqual(["Two", "Three", "Four"]);
  });
});
