// @vitest-environment happy-dom
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { SearchBox } from "../../src/shared/list/SearchBox.tsx";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  act(() => render(null, document.body));
  vi.useRealTimers();
});

test("a search set from outside isn't replaced by what was being typed", () => {
  const searched: string[] = [];
  const show = (value: string) =>
    act(() =>
      render(<SearchBox label="Search" value={value} onChange={(text) => searched.push(text)} />, document.body),
    );
  show("");
  const input = document.querySelector("input")!;
  const type = (text: string) =>
    act(() => {
      input.value = text;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
  type("lun");
  act(() => void vi.advanceTimersByTime(1000));
  expect(searched).toEqual(["lun"]);
  show("lun");
  type("lunch");
  show("coffee");
  act(() => void vi.advanceTimersByTime(1000));
  expect(searched).toEqual(["lun"]);
  expect(input.value).toBe("coffee");
});
