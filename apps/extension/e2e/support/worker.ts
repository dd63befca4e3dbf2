import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ExtensionBrowser } from "./browser.ts";

/** The worker can fire browser events by hand; the types only know listeners. */
export interface TestableEvent {
  dispatch: (...answer: unknown[]) => void;
}

/** Ends the worker, and wakes it from a page of the extension. */
export async function wakeAgain(extension: ExtensionBrowser): Promise<void> {
  const page = await extension.browser.newPage();
  await page.goto(`chrome-extension://${extension.id}/icon/16.png`);
  await extension.endWorker();
  await page.evaluate(() => chrome.runtime.sendMessage({ nudge: true }).catch(() => {}));
  await extension.worker();
  await page.close();
}

type IdleState = "idle" | "locked" | "active";
const IDLE_STATE = "test idle state";

/**
 * Copies the built extension for a browser whose computer is used or not as a test says. A browser without a screen
 * always calls itself active, and no protocol tells its `idle` API otherwise. The answer outlives the worker.
 */
export function copyWithIdleState(built: string, folder: string): string {
  cpSync(built, folder, { recursive: true });
  const file = join(folder, "background.js");
  writeFileSync(file, `(${answerIdleState})(${JSON.stringify(IDLE_STATE)});\n${readFileSync(file, "utf8")}`);
  return folder;
}

function answerIdleState(name: string): void {
  const answer = async () => ((await chrome.storage.local.get(name))[name] ?? "active") as IdleState;
  Object.assign(chrome.idle, { queryState: answer });
}

/** The computer becomes idle, locked or active: the browser fires its event, and says so when asked. */
export async function becomes(extension: ExtensionBrowser, state: IdleState): Promise<void> {
  await extension.store({ [IDLE_STATE]: state });
  await (
    await extension.worker()
  ).evaluate((now) => (chrome.idle.onStateChanged as unknown as TestableEvent).dispatch(now), state);
}

/** The same while the browser fires no event. */
export const becomesSilently = (extension: ExtensionBrowser, state: IdleState): Promise<void> =>
  extension.store({ [IDLE_STATE]: state });
