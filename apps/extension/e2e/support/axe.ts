import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "puppeteer-core";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Axe {
  run: (
    on: Document,
    options: { runOnly?: string[] },
  ) => Promise<{ violations: { id: string; help: string; nodes: { html: string }[] }[] }>;
}

/** What axe finds in either theme. All but the contrast is the same in both, and axe takes seconds. */
export async function axeComplaintsInThemes(page: Page): Promise<string[]> {
  const complaints: string[] = [];
  for (const [value, rules] of [
    ["light", undefined],
    ["dark", ["color-contrast"]],
  ] as const) {
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value }]);
    complaints.push(...(await axeComplaints(page, rules)).map((line) => `${value}: ${line}`));
  }
  return complaints;
}

/** The violations that axe finds, one line per element. `rules`: only these. */
export async function axeComplaints(page: Page, rules?: readonly string[]): Promise<string[]> {
  await page.evaluate(source);
  // Halfway through a change of theme, colours are in transition.
  await page.evaluate(async () => {
    const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity);
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });
  return page.evaluate(async (runOnly) => {
    const { axe } = globalThis as unknown as { axe: Axe };
    const { violations } = await axe.run(document, runOnly === null ? {} : { runOnly: [...runOnly] });
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ html }) => `${id}: ${help}: ${html.slice(0, 160)}`),
    );
  }, rules ?? null);
}
