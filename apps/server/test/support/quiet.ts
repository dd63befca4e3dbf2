import { afterEach, expect } from "vitest";

const complaints: unknown[][] = [];
console.error = (...words: unknown[]) => void complaints.push(words);

afterEach(() => {
  expect(complaints.splice(0), "console.error was called").toEqual([]);
});
