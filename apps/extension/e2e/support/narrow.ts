import type { Page } from "puppeteer-core";

const PHONE_WIDTHS = [320, 360, 390];

/** Elements that make the page itself scroll sideways on a phone. */
export async function findTooWide(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const width of PHONE_WIDTHS) {
    await page.setViewport({ width, height: 700 });
    const wide = await page.evaluate(() => {
      if (document.scrollingElement!.scrollWidth <= innerWidth) return null;
      const out = [...document.querySelectorAll("body *")].filter(
        (one) => one.getBoundingClientRect().right > innerWidth + 1,
      );
      return out
        .slice(0, 3)
        .map((one) => `${one.tagName.toLowerCase()}.${one.className}`)
        .join(", ");
    });
    if (wide !== null) found.push(`${width} px: ${wide}`);
  }
  await page.setViewport(null);
  return found;
}
