import type { Page } from "puppeteer-core";

const TABS_MAX = 80;

/** The accessible name of the focused element. */
export const focusedName = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const here = document.activeElement as HTMLElement | null;
    const label = here && document.querySelector(`label[for="${here.id}"]`)?.textContent;
    const named = document.getElementById(here?.getAttribute("aria-labelledby") ?? "")?.textContent;
    return here?.getAttribute("aria-label") ?? named ?? label ?? here?.innerText ?? "";
  });

/** Presses Tab until the element with this name has the focus. */
export async function tabTo(page: Page, name: string, most = TABS_MAX): Promise<void> {
  for (let presses = 0; presses < most; presses += 1) {
    if ((await focusedName(page)).startsWith(name)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Pressing Tab ${most} times did not reach “${name}”; the last was “${await focusedName(page)}”`);
}
