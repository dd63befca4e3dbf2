import { cleanup } from "@testing-library/preact";
import { afterEach, beforeEach, expect, vi } from "vitest";

const errors: unknown[][] = [];

beforeEach(() => {
  errors.length = 0;
  vi.spyOn(console, "error").mockImplementation((...words) => void errors.push(words));
});

// A console error is a bug even if the component survives it, so it fails the test.
afterEach(() => {
  cleanup();
  expect(errors, "console.error was called").toEqual([]);
});
