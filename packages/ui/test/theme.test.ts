import { expect, it } from "vitest";
import { applyTheme, oppositeTheme, resolveTheme } from "../src/theme.ts";

it.each([
  ["auto", true, "dark"],
  ["auto", false, "light"],
  ["light", true, "light"],
  ["dark", false, "dark"],
] as const)("%s, on a system that prefers dark: %s, is %s", (choice, prefersDark, expected) => {
  expect(resolveTheme(choice, prefersDark)).toBe(expected);
});

it("switches to the opposite of the theme on the screen, not of the choice", () => {
  expect(oppositeTheme("auto", true)).toBe("light");
  expect(oppositeTheme("light", true)).toBe("dark");
});

it("sets no attribute for auto, so that the system decides", () => {
  const root = document.createElement("html");
  applyTheme(root, "dark");
  expect(root.getAttribute("data-theme")).toBe("dark");
  applyTheme(root, "auto");
  expect(root.hasAttribute("data-theme")).toBe(false);
});
