import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Page } from "puppeteer-core";
import { button, menuItem, see, seeStatus, until } from "../support/page.ts";
import { brightShare, readPng } from "../support/png.ts";
import { journeys } from "../support/journeys.ts";

const theme = (page: Page): Promise<string> => page.evaluate(() => document.documentElement.dataset["theme"] ?? "auto");

/** Every frame that the tab paints while it opens another page. */
async function framesInto(page: Page, address: string): Promise<Buffer[]> {
  const frames: Buffer[] = [];
  const session = await page.createCDPSession();
  session.on("Page.screencastFrame", ({ data, sessionId }) => {
    frames.push(Buffer.from(data, "base64"));
    // The last frame may come while the page closes.
    session.send("Page.screencastFrameAck", { sessionId }).catch(() => {});
  });
  await session.send("Page.startScreencast", { format: "png", maxWidth: 480, everyNthFrame: 1 });
  await until(
    () => frames.length,
    (count) => count > 0,
  );
  await page.goto(address);
  await see(page, "Northwind");
  // The page counts seconds, so a new frame of it will come.
  const seen = frames.length;
  await until(
    () => frames.length,
    (count) => count > seen + 1,
  );
  await session.send("Page.stopScreencast");
  return frames;
}

journeys("The theme", (stage) => {
  const popupAddress = () => `chrome-extension://${stage.extension.id}/popup.html`;
  const BLANK = "data:text/html,<meta name=color-scheme content=dark><body style='background:%23111'>";

  test("the script that sets it is a classic one and comes before everything that loads", () => {
    for (const page of ["popup.html", "console.html"]) {
      const html = readFileSync(join(stage.prepared.extension, page), "utf8");
      const [first] = /<(?:script|link)\b[^>]*>/.exec(html)!;
      expect(first, page).toMatch(/^<script src="\/first-frame\.js"/);
      expect(html.indexOf(first)).toBeLessThan(html.indexOf("</head>"));
    }
  });

  test("one click in the popup changes the person's other browser too", async () => {
    const popup = await stage.popupOf("dana@callboard.demo");
    const console = await stage.consoleOf("dana@callboard.demo", "overview");
    await button(popup, "Dark theme").click();
    await until(
      () => theme(popup),
      (now) => now === "dark",
    );
    await until(
      () => theme(console),
      (now) => now === "dark",
    );
  });

  test("from a dark blank tab into the popup and the console, no frame is white", async () => {
    const tab = await stage.extension.browser.newPage();
    await tab.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "light" }]);
    for (const address of [popupAddress(), `chrome-extension://${stage.extension.id}/console.html`]) {
      await tab.goto(BLANK);
      const frames = await framesInto(tab, address);
      const shares = frames.map((frame) => brightShare(readPng(frame)));
      expect(frames.length).toBeGreaterThan(1);
      expect(Math.max(...shares), `${address}: ${shares.join(" ")}`).toBeLessThan(0.3);
    }
    await tab.close();
  });

  test("without the script, one of the same frames is white", async () => {
    const tab = await stage.extension.browser.newPage();
    await tab.goto(BLANK);
    await tab.evaluateOnNewDocument(() => localStorage.setItem("callboard.theme", "light"));
    const frames = await framesInto(tab, popupAddress());
    await tab.evaluate(() => localStorage.setItem("callboard.theme", "dark"));
    expect(Math.max(...frames.map((frame) => brightShare(readPng(frame))))).toBeGreaterThan(0.5);
    await tab.close();
  });

  test("choosing it only for this device leaves the person's other browser alone", async () => {
    const popup = await stage.extension.openPopup();
    const console = await stage.consoleOf("dana@callboard.demo", "overview");
    await until(
      () => theme(popup),
      (now) => now === "dark",
    );
    await until(
      () => theme(console),
      (now) => now === "dark",
    );
    await button(popup, "More").click();
    await menuItem(popup, "Only on this device").click();
    await button(popup, "Light theme").click();
    await until(
      () => theme(popup),
      (now) => now === "light",
    );
    const { api } = await stage.server.signInAs("dana@callboard.demo");
    expect((await api.preferences.get.query()).theme).toBe("dark");
    const again = await stage.extension.openPopup();
    await seeStatus(again, /./);
    expect(await theme(again)).toBe("light");
    expect(await theme(console)).toBe("dark");
  });
});
