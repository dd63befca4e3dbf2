import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../../../..");

/** Private words of earlier versions, each with the glossary's word. They count as a part of a name too: `errandWork`. */
const OLD_WORDS: Record<string, string> = {
  anew: "again",
  barred: "ineligible or blocked",
  bells: "change events",
  breath: "yieldToEventLoop",
  breathe: "yieldToEventLoop",
  chooser: "listbox",
  chores: "scheduler",
  combo: "combobox",
  comingback: "reactivate",
  deed: "permission or action",
  deeds: "permissions or actions",
  doorkeeper: "session cache",
  doubt: "unknown request",
  editions: "versions",
  errand: "provider request",
  errands: "provider requests",
  ink: "PdfWriter",
  keeper: "reconciler",
  lane: "write queue",
  lanes: "write queues",
  leavings: "dispositions",
  market: "number owner",
  mood: "tone",
  outlook: "forecast",
  parked: "frozen",
  parking: "freezing",
  parting: "disposition",
  partings: "dispositions",
  phrase: "message",
  rehearse: "dry run",
  rooms: "features",
  standings: "states",
  unpark: "restore",
  upkeep: "running cost",
  welcome: "invitation mail",
  wishes: "optimistic",
};

/** Where such a word is itself, and not ours: the browser's event, and what an older release wrote. */
const EXCEPTIONS: Record<string, readonly string[]> = {
  chooser: ["apps/extension/e2e/features/importNumbers.test.ts", "apps/extension/e2e/pictures/numbers.ts"],
  parked: ["apps/extension/e2e/support/previous-release.json"],
};

/** Ordinary English, so fine in a sentence; as a name each stood for something that has a word of its own. */
const NEVER_NAMES =
  "calm coming edition explained gathered heard lead leads leaving looked narrows pace paper reach refuse said sight standing told want wants".split(
    " ",
  );

/** Code without comments, strings and the text between tags: names are left. */
const namesIn = (code: string): string =>
  code
    .replace(/\/\*[^]*?\*\//g, " ")
    .replace(/\/\/.*$/gm, " ")
    .replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, " ")
    .replace(/`(?:[^`\\]|\\.)*`/g, (template) => (template.match(/\$\{[^}]*\}/g) ?? []).join(" "))
    .replace(/>[^<>{}=;()]*</g, "><");

const partsOf = (name: string): string[] => name.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g) ?? [];

/** The files of the repository, apart from this one, pictures and the lock file. */
const FILES = execFileSync("git", ["ls-files"], { cwd: ROOT, encoding: "utf8" })
  .split("\n")
  .filter((file) => file !== "" && !/\.webp$|pnpm-lock\.yaml$|vocabulary\.test\.ts$/.test(file))
  .filter((file) => existsSync(join(ROOT, file)));

/** The words of which the names in a text are made. */
const wordsOf = (text: string): Set<string> =>
  new Set(
    text
      .match(/[A-Za-z]+/g)
      ?.flatMap(partsOf)
      .map((part) => part.toLowerCase()),
  );

test("none of the old private words is left, in names, texts, stored values, docs or comments", () => {
  expect(FILES.length).toBeGreaterThan(1000);
  const violations = FILES.flatMap((file) => {
    const text = `${file}\n${readFileSync(join(ROOT, file), "utf8")}`;
    const words = wordsOf(text);
    return Object.keys(OLD_WORDS)
      .filter((word) => words.has(word) && !EXCEPTIONS[word]?.includes(file))
      .map((word) => `${file}: ${word}, say ${OLD_WORDS[word]}`);
  });
  expect(violations).toEqual([]);
});

test("no name has a word that says nothing about the thing", () => {
  const found = FILES.filter((file) => /\.(tsx?|js)$/.test(file) && !file.endsWith("plainWords.test.ts")).flatMap(
    (file) => {
      const words = wordsOf(namesIn(readFileSync(join(ROOT, file), "utf8")));
      return NEVER_NAMES.filter((word) => words.has(word)).map((word) => `${file}: ${word}`);
    },
  );
  expect(found).toEqual([]);
});
