import { afterEach, expect } from "vitest";

const errors: unknown[][] = [];
console.error = (...args: unknown[]) => void errors.push(args);

afterEach(() => {
  expect(errors.splice(0), "console.error was called").toEqual([]);
});
