import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { appRouter } from "../../src/http/router.ts";

const ROOT = join(import.meta.dirname, "../../../..");
const FEATURES = [
  "access",
  "account",
  "agency",
  "agents",
  "alerts",
  "balance",
  "calls",
  "cards",
  "history",
  "lifecycle",
  "mail",
  "numbers",
  "plans",
  "preferences",
  "presets",
  "proposals",
  "queues",
  "receivers",
  "reports",
  "runs",
  "sources",
  "statements",
];
/** Features without rules and screens of their own. */
const SERVER_ONLY = ["demo", "feed"];

const foldersIn = (path: string): string[] =>
  readdirSync(join(ROOT, path), { withFileTypes: true })
    .filter((one) => one.isDirectory())
    .map(({ name }) => name)
    .toSorted();

test("one word names a feature in the domain, on the server, in the extension and in the API", () => {
  expect(foldersIn("packages/domain/src").filter((one) => one !== "core")).toEqual(FEATURES);
  expect(foldersIn("apps/server/src/features")).toEqual([...FEATURES, ...SERVER_ONLY].toSorted());
  const pages = foldersIn("apps/extension/src/features");
  expect(pages).toEqual(FEATURES);
  const namespaces = Object.keys(appRouter._def.record);
  expect(namespaces.toSorted()).toEqual([...FEATURES, ...SERVER_ONLY].toSorted());
});

/** Pages besides the one named after the feature. */
const FURTHER_PAGES: Record<string, string> = {
  statuses: "agents",
  "tracking-code": "sources",
  "api-keys": "access",
  profile: "access",
  record: "history",
  "as-of": "history",
};

test("the console's address of a feature is its name; further pages are named here", () => {
  const source = readFileSync(join(ROOT, "apps/extension/src/shell/pages.ts"), "utf8");
  const loaded = [...source.matchAll(/pageEntry\(\s*"([\w-]+)"[^]*?import\("([^"]+)"\)/g)];
  const pages = loaded.map(([, page, file]) => [page!, /features\/([\w-]+)\//.exec(file!)?.[1] ?? "shell"] as const);
  expect(pages.length).toBeGreaterThan(20);
  const featurePages = pages.filter(([page, feature]) => page === feature).map(([page]) => page);
  expect(featurePages.toSorted()).toEqual(FEATURES);
  const others = pages.filter(([page, feature]) => page !== feature);
  expect(Object.fromEntries(others)).toEqual({ overview: "shell", ...FURTHER_PAGES });
});

test("the domain's README names each folder, and no other", () => {
  const rows = [...readFileSync(join(ROOT, "packages/domain/README.md"), "utf8").matchAll(/^\| `([\w-]+)` \|/gm)];
  expect(rows.map(([, name]) => name)).toEqual(FEATURES);
});

/** Files found by their names or numbers: the components, the decisions, and the texts, of which each feature has a file. */
const LONG_FOLDERS = [
  "apps/extension/src/texts/en",
  "docs/decisions",
  "packages/domain/src/core/messages/en",
  "packages/ui/src",
];

test("no folder has more than 25 files but those named here", () => {
  const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
    cwd: ROOT,
    encoding: "utf8",
  });
  const counts = Map.groupBy(
    files.split("\n").filter((file) => file !== "" && existsSync(join(ROOT, file))),
    dirname,
  );
  expect(counts.size).toBeGreaterThan(100);
  const long = [...counts].filter(([, inside]) => inside.length > 25).map(([folder]) => folder);
  expect(long.toSorted()).toEqual(LONG_FOLDERS);
});

test("each answer of docs/find-your-way.md is a file in the folder that it names", () => {
  const text = readFileSync(join(ROOT, "docs/find-your-way.md"), "utf8");
  const answers = [...text.matchAll(/^\| [^|]+\? \| `([^`]+)` \| `([^`]+)`/gm)];
  expect(answers.length).toBeGreaterThanOrEqual(20);
  const missing = answers
    .map(([, folder, file]) => join(folder!, file!))
    .filter((file) => !existsSync(join(ROOT, file)));
  expect(missing).toEqual([]);
});
