import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";

type Upward = (file: string, source: string, typeOnly: boolean) => string | null;
const { upward } = (await import(pathToFileURL(join(import.meta.dirname, "../../../../lint/layers.js")).href)) as {
  upward: Upward;
};
const SERVER = "apps/server/src";
const EXTENSION = "apps/extension/src";
const DOMAIN = "packages/domain/src";

test.each([
  [`${SERVER}/store/commit.ts`, "../runs/items.ts"],
  [`${SERVER}/store/commit.ts`, "../features/agents/router.ts"],
  [`${SERVER}/runs/worker.ts`, "../features/numbers/reads.ts"],
  [`${SERVER}/features/agents/router.ts`, "../../http/router.ts"],
  [`${SERVER}/features/agents/router.ts`, "../queues/router.ts"],
  [`${SERVER}/env.ts`, "./store/commit.ts"],
  [`${SERVER}/services.ts`, "./feed/feed.ts"],
  [`${EXTENSION}/data/live.ts`, "../shared/route.ts"],
  [`${EXTENSION}/features/agents/Board.tsx`, "../../shell/pages.ts"],
  [`${EXTENSION}/worker/badge.ts`, "../popup/state/store.ts"],
  [`${DOMAIN}/core/effect.ts`, "../runs/rules.ts"],
])("%s can't import %s", (file, source) => {
  expect(upward(file, source, false)).toMatch(/\.$/);
});

test.each([
  [`${SERVER}/features/agents/router.ts`, "../../store/commit.ts", false],
  [`${SERVER}/features/agents/router.ts`, "./board.ts", false],
  [`${SERVER}/start/registries.ts`, "../runs/handlers.ts", false],
  [`${SERVER}/services.ts`, "./feed/feed.ts", true],
  [`${EXTENSION}/shell/pages.ts`, "../features/agents/Board.tsx", false],
  [`${DOMAIN}/runs/rules.ts`, "../core/effect.ts", false],
  [`${DOMAIN}/plans/changePlan.ts`, "../balance/monthlyCost.ts", false],
  [`${DOMAIN}/core/records.ts`, "../agents/schema.ts", false],
])("%s may import %s", (file, source, typeOnly) => {
  expect(upward(file, source, typeOnly)).toBeNull();
});

/** The files that import themselves through others; a lazy `import()` and a type count too. */
function filesInCycles(root: string): string[] {
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => /\.tsx?$/.test(name));
  const imports = new Map(
    files.map((file) => {
      const text = readFileSync(join(root, file), "utf8");
      const sources = [...text.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*)"(\.[^"]+)"/g)];
      return [file, sources.map(([, source]) => join(dirname(file), source!))] as const;
    }),
  );
  return files.filter((file) => {
    const visited = new Set<string>();
    const open = [...imports.get(file)!];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (visited.has(next)) continue;
      visited.add(next);
      open.push(...(imports.get(next) ?? []));
    }
    return visited.has(file);
  });
}

// The lint rule follows no `import()`.
test.each(["apps/extension/src", "packages/domain/src", "packages/ui/src"])(
  "no file of %s imports itself, even lazily",
  (root) => {
    expect(filesInCycles(join(import.meta.dirname, "../../../..", root))).toEqual([]);
  },
);
