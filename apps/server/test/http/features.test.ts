import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { appRouter } from "../../src/http/router.ts";

const ROOT = join(import.meta.dirname, "../../../..");
const FEATURES = [
  "access",
  "account",
  "agency",
  "agents",
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
  "runs",
  "sources",
  "statements",
];
/** Features without rules or without screens of their own. */
const SERVER_ONLY = ["demo", "feed"];
const WITHOUT_PAGES = ["calls"];

const foldersIn = (path: string): string[] =>
  readdirSync(join(ROOT, path), { withFileTypes: true })
    .filter((one) => one.isDirectory())
    .map(({ name }) => name)
    .toSorted();

test("one word names a feature in the domain, on the server, in the extension and in the API", () => {
  expect(foldersIn("packages/domain/src").filter((one) => one !== "core")).toEqual(FEATURES);
  expect(foldersIn("apps/server/src/features")).toEqual([...FEATURES, ...SERVER_ONLY].toSorted());
  const pages = foldersIn("apps/extension/src/features");
  expect(pages).toEqual(FEATURES.filter((one) => !WITHOUT_PAGES.includes(one)));
  const namespaces = Object.keys(appRouter._def.record);
  expect(namespaces.toSorted()).toEqual([...FEATURES, ...SERVER_ONLY].toSorted());
});

test("the domain's README names each folder, and no other", () => {
  const named = [...readFileSync(join(ROOT, "packages/domain/README.md"), "utf8").matchAll(/^\| `([\w-]+)` \|/gm)];
  expect(named.map(([, name]) => name)).toEqual(FEATURES);
});
