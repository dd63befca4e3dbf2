import { expect, test } from "vitest";
import { format } from "../../src/texts/format.ts";

test.each([
  [0, "0 numbers chosen"],
  [1, "1 number chosen"],
  [2, "2 numbers chosen"],
  [1.5, "1.5 numbers chosen"],
])("a count stands with its noun: %d", (count, text) => {
  expect(format("{count|number|numbers} chosen", { count })).toBe(text);
});

test("a value that is missing or that no text can show doesn't compile", () => {
  expect(format("Undo")).toBe("Undo");
  expect(format("{status} until {time}.", { status: "Lunch", time: "13:00" })).toBe("Lunch until 13:00.");
  // @ts-expect-error the time is missing
  format("{status} until {time}.", { status: "Lunch" });
  // @ts-expect-error a count is a number
  format("{count|number|numbers}", { count: "2" });
  // @ts-expect-error an instant becomes a text before it is filled in
  format("{at:time}", { at: 5 });
});
