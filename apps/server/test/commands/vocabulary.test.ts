import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../../../..");

/** Private words of earlier versions, each with the glossary's word. They count as a part of a name too: `errandWork`. */
const OLD_WORDS: Record<string, string> = {
  barred: "ineligible or blocked",
  breathe: "yieldToEventLoop",
  chooser: "listbox",
  chores: "scheduler",
  comingback: "reactivate",
  deed: "permission or action",
  deeds: "permissions or actions",
  doorkeeper: "session cache",
  errand: "provider request",
  errands: "provider requests",
  leavings: "dispositions",
  outlook: "forecast",
  parked: "frozen",
  parking: "freezing",
  parting: "disposition",
  partings: "dispositions",
  phrase: "message",
  rehearse: "dry run",
  unpark: "restore",
  upkeep: "running cost",
};

/** Where such a word is itself, and not ours: the browser's event, and what an older release wrote. */
const EXCEPTIONS: Record<string, readonly string[]> = {
  chooser: ["apps/extension/e2e/features/importNumbers.test.ts", "apps/extension/e2e/pictures/numbers.ts"],
  parked: ["apps/extension/e2e/support/previous-release.json"],
};

const partsOf = (name: string): string[] => name.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g) ?? [];

test("none of the old private words is left, in names, texts, stored values, docs or comments", () => {
  const files = execFileSync("git", ["ls-files"], { cwd: ROOT, encoding: "utf8" })
    .split("\n")
    .filter((file) => file !== "" && !/\.webp$|pnpm-lock\.yaml$|vocabulary\.test\.ts$/.test(file))
    .filter((file) => existsSync(join(ROOT, file)));
  expect(files.length).toBeGreaterThan(1000);
  const violations = files.flatMap((file) => {
    const text = `${file}\n${readFileSync(join(ROOT, file), "utf8")}`;
    const words = new Set(
      text
        .match(/[A-Za-z]+/g)
        ?.flatMap(partsOf)
        .map((part) => part.toLowerCase()),
    );
    return Object.keys(OLD_WORDS)
      .filter((word) => words.has(word) && !EXCEPTIONS[word]?.includes(file))
      .map((word) => `${file}: ${word}, say ${OLD_WORDS[word]}`);
  });
  expect(violations).toEqual([]);
});
