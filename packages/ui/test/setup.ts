import { cleanup } from "@testing-library/preact";
import { afterEach, beforeEach, expect, vi } from "vitest";

const errors: unknown[][] = [];

beforeEach(() => {
  errors.length = 0;
  vi.spyOn(console, "error").mockImplementation((...words) => void errors.push(words));
});

// What the console complains about is a bug that happens to be survivable; a test that only looks away isn't green.
afterEach(() => {
  cleanup();
  expect(errors, "console.error was called").toEqual([]);
});
