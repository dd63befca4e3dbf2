import type { TestProject } from "vitest/node";
import { findChromium } from "./support/chromium.ts";
import { prepare } from "./support/prepared.ts";

const NO_CHROMIUM = "No Chromium was found. Install one, or name it with CHROMIUM.";

/** Seeds one database for all test files, and prints a message if there is no browser to run in. */
export default async function prepareRun(project: TestProject): Promise<() => void> {
  if (findChromium() === null) {
    if (process.env.CI) throw new Error(`${NO_CHROMIUM} With CI set, browser journeys are not skipped.`);
    console.warn(`\n  SKIPPED: all browser journeys. ${NO_CHROMIUM}\n`);
    project.provide("prepared", null);
    return () => {};
  }
  const { drop, ...prepared } = await prepare();
  project.provide("prepared", prepared);
  return drop;
}
