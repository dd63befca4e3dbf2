import { expect, it } from "vitest";

const sheets = import.meta.glob<string>("../src/*.css", { query: "?raw", import: "default", eager: true });
const others = Object.entries(sheets).filter(([path]) => !path.endsWith("/tokens.css"));
const tokens = sheets["../src/tokens.css"] ?? "";

it("finds the style sheets", () => {
  expect(others.length).toBeGreaterThan(15);
  expect(tokens).toContain("--surface");
});

it.each(others)("%s takes its colours and font sizes from the tokens", (_path, sheet) => {
  expect(sheet).not.toMatch(/#[0-9a-f]{3,8}\b|\b(rgb|hsl|oklab|lab|lch)a?\(|oklch\(\d|light-dark\(/i);
  expect(sheet).not.toMatch(/font-size:\s*[\d.]+(px|rem|em)/);
});

it.each(others)("%s uses only tokens that exist", (_path, sheet) => {
  const known = tokens + sheet;
  // A fallback says that the page may set it.
  const input = [...sheet.matchAll(/var\((--[\w-]+)\)/g)].map(([, name]) => name!);
  expect(input.filter((name) => name !== "--outline" && !known.includes(`${name}:`))).toEqual([]);
});

it.each(others)("%s names the layers in their order, whichever sheet loads first", (_path, sheet) => {
  expect(sheet.trimStart().startsWith("@layer tokens, base, components, views;")).toBe(true);
});
