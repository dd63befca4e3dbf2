import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { complaintsOfAxe } from "./kit/axe.ts";
import { enterCard } from "./kit/cards.ts";
import { button, link, menuItem, see, seeNot, until } from "./kit/page.ts";
import { spend } from "./kit/spending.ts";
import { journeys } from "./kit/stage.ts";

const DANA = "dana@callboard.demo";

journeys("Statements", (stage) => {
  test("this month goes from one balance to the next, follows what is booked, and another period keeps its address", async () => {
    const { api, account } = await stage.server.as(DANA);
    await spend(stage.server, account);
    const page = await stage.console(DANA, "statements");
    await see(page, "Balance so far $181.22");
    await see(page, /Minutes Minutes 23\.5 −\$0\.81/);
    await enterCard(stage.server, DANA, { number: "4242424242424242", holder: "Dana Reyes" });
    const [card] = (await api.cards.list.query()).cards;
    await api.balance.topUp.mutate({ cents: 5000, card: card!.id });
    await see(page, "Top-up, Visa 4242");
    await see(page, "Balance so far $231.22");
    await page.locator("::-p-aria([role='radio'][name='Last month'])").click();
    await see(page, "Nothing moved in this period.");
    expect(await page.evaluate(() => location.hash)).toMatch(/#\/statements\?first=\d{4}-\d\d-01&last=/);
    await page.locator("::-p-aria([role='radio'][name='This month'])").click();
    await see(page, "Balance so far $231.22");
    await page.locator("::-p-aria([role='radio'][name='Other days…'])").click();
    await see(page, "First day");
    await page.keyboard.press("Escape");
    await seeNot(page, "First day");
  });

  test("the PDF, the file and the receipt of a payment are downloaded", async () => {
    const folder = mkdtempSync(join(tmpdir(), "callboard-journeys-files-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const page = await stage.console(DANA, "statements");
    await see(page, "Top-up, Visa 4242");
    const session = await page.browser().target().createCDPSession();
    await session.send("Browser.setDownloadBehavior", {
      behavior: "allow",
      downloadPath: folder,
      browserContextId: page.browserContext().id!,
    });
    for (const [name, ends] of [
      ["PDF", ".pdf"],
      ["CSV", ".csv"],
    ] as const) {
      await button(page, name).click();
      await until(
        () => readdirSync(folder).filter((file) => file.startsWith("Statement") && file.endsWith(ends)).length,
        (count) => count === 1,
      );
    }
    await button(page, "Receipt").click();
    await until(
      () => readdirSync(folder).filter((file) => file.startsWith("Receipt") && file.endsWith(".pdf")).length,
      (count) => count === 1,
    );
  });

  test("it is mailed to oneself and the bookkeeper, stands among what was sent, and is sent again as it was", async () => {
    const page = await stage.console(DANA, "statements");
    await see(page, "Balance so far");
    await button(page, "Mail…").click();
    await see(page, "Mail this statement");
    await see(page, DANA);
    await page.keyboard.type("books@example.com");
    await page.keyboard.press("Enter");
    await page.keyboard.type("nobody");
    await page.keyboard.press("Enter");
    await button(page, "Send").click();
    await see(page, "“nobody” is no mail address.");
    await button(page, "Remove nobody").click();
    await button(page, "Send").click();
    await see(page, "The statement is on its way.");
    await link(page, "Sent statements").click();
    await see(page, "by Dana Reyes");
    await see(page, "books@example.com in the outbox");
    await page.locator('[aria-label^="What to do with the statement"]').click();
    await menuItem(page, "Send again to everybody").click();
    await see(page, /books@example\.com in the outbox .*books@example\.com in the outbox/);
    expect(await complaintsOfAxe(page)).toEqual([]);
    await link(page, "Statements").click();
    await see(page, "Balance so far");
  });

  test("in dark mode the sheet and its print are light, and nothing else is printed", async () => {
    const page = await stage.console(DANA, "statements");
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "dark" }]);
    await see(page, "Balance so far");
    const seen = () =>
      page.evaluate(() => {
        const isShown = (selector: string) =>
          [...document.querySelectorAll(selector)].some((one) => one.getClientRects().length > 0);
        const sheet = getComputedStyle(document.querySelector(".sheet")!);
        return {
          background: sheet.backgroundColor,
          scheme: sheet.colorScheme,
          rail: isShown(".rail"),
          bar: isShown(".bar"),
          head: isShown(".page-head"),
          receipt: isShown(".sheet-link"),
          headsRepeat: getComputedStyle(document.querySelector(".sheet thead")!).display,
        };
      });
    const screen = await seen();
    expect(screen).toMatchObject({ scheme: "light", rail: true, head: true, receipt: true });
    await page.emulateMediaType("print");
    expect(await seen()).toEqual({
      ...screen,
      rail: false,
      bar: false,
      head: false,
      receipt: false,
      headsRepeat: "table-header-group",
    });
    expect((await page.pdf()).length).toBeGreaterThan(5000);
    await page.emulateMediaType("screen");
  });

  test("an account that its agency pays for sees what it cost; an agent finds no way there; axe finds nothing", async () => {
    const page = await stage.console("ida@callboard.demo", "statements");
    await see(page, "Paid by the agency");
    await see(page, "Paid by Harbor Agency");
    expect(await complaintsOfAxe(page)).toEqual([]);
    const ava = await stage.console("ava@callboard.demo", "statements");
    await seeNot(ava, "Opening balance");
  });
});
