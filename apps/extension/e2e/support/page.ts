import type { Page } from "puppeteer-core";

/** For an answer that never comes: a machine under load may take many seconds for one that does. */
export const DEADLINE_MS = 60_000;
const POLL_MS = 25;

/** Repeats until the answer matches; if it never does, the error shows the last one. */
export async function until<T>(
  ask: () => Promise<T> | T,
  fits: (answer: T) => boolean,
  within = DEADLINE_MS,
): Promise<T> {
  const end = performance.now() + within;
  for (;;) {
    const answer = await ask();
    if (fits(answer)) return answer;
    if (performance.now() > end) throw new Error(`Timed out after ${within} ms; last seen: ${JSON.stringify(answer)}`);
    await new Promise((later) => setTimeout(later, POLL_MS));
  }
}

export const button = (page: Page, name: string) => page.locator(`aria/${name}[role="button"]`);
export const link = (page: Page, name: string) => page.locator(`aria/${name}[role="link"]`);
export const option = (page: Page, name: string) => page.locator(`aria/${name}[role="option"]`);
/** Clicks a status on its name: further right, the lengths appear under the pointer. */
export const chooseStatus = (popup: Page, name: string): Promise<void> =>
  option(popup, name).click({ offset: { x: 60, y: 12 } });

/** An item of an open menu, whatever is next to its words. */
export const menuItem = (page: Page, name: string) => page.locator(`[role="menu"] ::-p-text(${name})`);

export async function fill(page: Page, label: string, text: string): Promise<void> {
  await page.locator(`aria/${label}[role="textbox"]`).fill(text);
}

/** Waits until the text field with this label has `value`: a view that was just opened may not be rendered yet. */
export const seeValue = (page: Page, label: string, value: string): Promise<string | null> =>
  until(
    async () => {
      const field = await page.$(`aria/${label}[role="textbox"]`);
      return field?.evaluate((input) => (input as HTMLInputElement).value) ?? null;
    },
    (shown) => shown === value,
  );

/** What opens a row of a table: the first one that a click at it finds. */
export const ROW_LINK = "tbody tr :is(a, button)";

/** The link above a page's title, back to its list. */
export const backLink = (page: Page, label: string) => page.locator(`main ::-p-aria(${label}[role="link"])`);

export const pageText = (page: Page): Promise<string> =>
  page.evaluate(() => document.body.innerText.replace(/[\s\u00a0]+/g, " "));

/** The popup's text about the person's own status: `Lunch 0:12 back 13:05 chosen by you`. */
export const statusText = (popup: Page): Promise<string> => regionText(popup, "Your status");

/** Waits until the person's own status matches in the popup. */
export const seeStatus = (popup: Page, fits: RegExp, within?: number): Promise<string> =>
  until(
    () => statusText(popup),
    (text) => fits.test(text),
    within,
  );

export const seeRow = (page: Page, name: string, fits: RegExp, within?: number): Promise<string> =>
  until(
    () => rowText(page, name),
    (text) => fits.test(text),
    within,
  );

/** Waits until the page shows it. */
export const see = (page: Page, text: string | RegExp, within?: number): Promise<string> =>
  until(
    () => pageText(page),
    (all) => (typeof text === "string" ? all.includes(text) : text.test(all)),
    within,
  );

export const seeNot = (page: Page, text: string, within?: number): Promise<string> =>
  until(
    () => pageText(page),
    (all) => !all.includes(text),
    within,
  );

/** The text of the region with this label, as a screen reader reads it. */
const regionText = (page: Page, label: string): Promise<string> =>
  page.evaluate(
    (name) =>
      document.querySelector<HTMLElement>(`[aria-label="${name}"]`)?.innerText.replace(/[\s\u00a0]+/g, " ") ?? "",
    label,
  );

/** The row of a table about a person or thing. */
export const rowText = (page: Page, name: string): Promise<string> =>
  page.evaluate(
    (text) =>
      [...document.querySelectorAll("tbody tr")]
        .map((line) => (line as HTMLElement).innerText.replace(/[\s\u00a0]+/g, " "))
        .find((line) => line.includes(text)) ?? "",
    name,
  );

export async function signIn(page: Page, email: string, password = "callboard-demo"): Promise<void> {
  await fill(page, "Email", email);
  await fill(page, "Password", password);
  await button(page, "Sign in").click();
}

/** Switches by the popup's menu, unless the account is open already. */
export async function chooseAccount(popup: Page, account: string): Promise<void> {
  if ((await pageText(popup)).startsWith(account)) return;
  await popup.locator('button[aria-label^="Switch account:"]').click();
  await menuItem(popup, account).click();
  await until(
    () => pageText(popup),
    (all) => all.startsWith(account) && all.includes(" · "),
  );
}
