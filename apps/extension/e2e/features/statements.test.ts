import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DAY } from "@callboard/domain/core/time";
import { expect, onTestFinished, test } from "vitest";
import { axeComplaints } from "../support/axe.ts";
import { enterCard } from "../support/cards.ts";
import { button, fill, link, menuItem, see, seeNot, until, pageText } from "../support/page.ts";
import { recordUsage } from "../support/usage.ts";
import { journeys } from "../support/journeys.ts";

const DANA = "dana@callboard.demo";

journeys("Statements", (stage) => {
  test("this month runs from one balance to the next and follows new entries, and another period is kept in the address", async () => {
    const { api, account } = await stage.server.signInAs(DANA);
    await recordUsage(stage.server, account);
    const page = await stage.consoleOf(DANA, "statements");
    await see(page, "Balance so far $181.22");
    await see(page, /Minutes Minutes 23\.5 −\$0\.81/);
    await enterCard(stage.server, DANA, { number: "4242424242424242", holder: "Dana Reyes" });
    const [card] = (await api.cards.list.query()).cards;
    await api.balance.topUp.mutate({ cents: 5000, card: card!.id });
    await see(page, "Top-up, Visa 4242");
    await see(page, "Balance so far $231.22");
    const opening = /Opening balance (\S+) Payments/.exec(await pageText(page))![1]!;
    await page.locator("::-p-aria([role='radio'][name='Last month'])").click();
    // On any date, one month ends with the balance that the next begins with.
    await see(page, `Closing balance ${opening}`);
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
    const page = await stage.consoleOf(DANA, "statements");
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

  test("it is mailed to the reader and an accountant, listed as sent, and sent again unchanged", async () => {
    const page = await stage.consoleOf(DANA, "statements");
    await see(page, "Balance so far");
    await button(page, "Email…").click();
    await see(page, "Email this statement");
    await see(page, DANA);
    await page.keyboard.type("books@example.com");
    await page.keyboard.press("Enter");
    await page.keyboard.type("nobody");
    await page.keyboard.press("Enter");
    await button(page, "Send").click();
    await see(page, "“nobody” is not an email address.");
    await button(page, "Remove nobody").click();
    await button(page, "Send").click();
    await see(page, "The statement is on its way.");
    await link(page, "Sent statements").click();
    await see(page, "by Dana Reyes");
    await see(page, "books@example.com in the outbox");
    await page.locator('[aria-label^="Actions for the statement"]').click();
    await menuItem(page, "Send again to everybody").click();
    await see(page, /books@example\.com in the outbox .*books@example\.com in the outbox/);
    expect(await axeComplaints(page)).toEqual([]);
    await link(page, "Statements").click();
    await see(page, "Balance so far");
  });

  test("a schedule is made, shows its next three dates, is changed and paused by keyboard, and deleted", async () => {
    const page = await stage.consoleOf(DANA, "statements");
    await link(page, "Schedules").click();
    await see(page, "No schedules yet.");
    await button(page, "New schedule").click();
    await see(page, "The next three");
    await see(page, /1, \d{4} /);
    await page.locator("::-p-aria([role='radio'][name='Every week'])").click();
    await page.select("dialog select", "5");
    await see(page, /Fri, .* Fri, .* Fri, /);
    await page.locator("dialog input[type=text]").fill("nobody");
    await button(page, "Add").click();
    await see(page, "“nobody” is not an email address.");
    await button(page, "Remove nobody").click();
    await page.locator("dialog input[type=text]").fill("books@example.com");
    await button(page, "Add").click();
    await see(page, "Statements are sent every Friday.");
    await see(page, "One schedule sends statements early in the morning");
    await see(page, /Every Friday .*dana@callboard\.demo member books@example\.com Fri, .* None yet/);
    expect(await axeComplaints(page)).toEqual([]);
    const actions = '[aria-label="Actions for statements every Friday"]';
    await page.focus(actions);
    await page.keyboard.press("Enter");
    await see(page, "Change…");
    await page.keyboard.press("Enter");
    await see(page, "Change schedule");
    expect(await axeComplaints(page)).toEqual([]);
    await page.focus("dialog [role=radio][aria-checked=true]");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Tab");
    await page.keyboard.type("On the last day");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await see(page, /The next three .*(28|29|30|31), /);
    await button(page, "Save").click();
    await see(page, "Statements are sent on the last day of every month.");
    await page.locator('[aria-label="Actions for statements on the last day of every month"]').click();
    await menuItem(page, "Pause").click();
    await see(page, "Every schedule is paused.");
    await see(page, "Nothing while paused");
    await page.locator('[aria-label="Actions for statements on the last day of every month"]').click();
    await menuItem(page, "Delete…").click();
    await see(page, "Delete this schedule?");
    await button(page, "Delete").click();
    await see(page, "No schedules yet.");
  });

  test("in dark mode the sheet and its print are light, and nothing else is printed", async () => {
    const page = await stage.consoleOf(DANA, "statements");
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
          dialog: isShown("dialog"),
          headsRepeat: getComputedStyle(document.querySelector(".sheet thead")!).display,
        };
      });
    await button(page, "Email…").click();
    await see(page, "Email this statement");
    const screen = await seen();
    expect(screen).toMatchObject({ scheme: "light", rail: true, head: true, receipt: true, dialog: true });
    await page.emulateMediaType("print");
    expect(await seen()).toEqual({
      ...screen,
      rail: false,
      bar: false,
      head: false,
      receipt: false,
      dialog: false,
      headsRepeat: "table-header-group",
    });
    expect((await page.pdf()).length).toBeGreaterThan(5000);
    await page.emulateMediaType("screen");
  });

  test("an account that its agency pays for sees its costs; an agent finds no link there; axe finds nothing", async () => {
    const page = await stage.consoleOf("ida@callboard.demo", "statements");
    await see(page, "Paid by the agency");
    await see(page, "Paid by Harbor Agency");
    expect(await axeComplaints(page)).toEqual([]);
    const ava = await stage.consoleOf("ava@callboard.demo", "statements");
    await seeNot(ava, "Opening balance");
  });

  test("a scheduled statement is listed as sent; its recipient unsubscribes without signing in", async () => {
    const dana = await stage.server.signInAs(DANA);
    await dana.api.statements.saveSchedule.mutate({ every: "week", day: 1, recipients: [DANA, "books@example.com"] });
    // Any seven days include a Monday.
    await stage.server.advanceClock(7 * DAY);
    await until(
      async () => (await dana.api.statements.sent.query()).statements.filter(({ schedule }) => schedule !== null),
      (left) => left.length > 0,
    );
    const page = await stage.consoleOf(DANA, "statements/sent");
    await see(page, "on schedule");
    await see(page, "books@example.com in the outbox");
    const { mails } = await dana.api.mail.list.query();
    const texts = mails.filter(({ attached, text }) => attached && text.includes("#/unsubscribe/"));
    expect(texts.map(({ to }) => to)).toEqual(["books@example.com"]);
    const address = /\S+#\/unsubscribe\/\S+/.exec(texts[0]!.text)![0];
    const viewer = await stage.secondBrowser.page(address);
    await see(viewer, "Statements of Northwind, sent to books@example.com");
    expect(await viewer.evaluate(() => location.hash)).toMatch(/^#\/unsubscribe\/[\da-z]+$/);
    expect(await axeComplaints(viewer)).toEqual([]);
    await button(viewer, "Unsubscribe").click();
    await see(viewer, "books@example.com gets no more scheduled statements from Northwind");
    const again = await stage.secondBrowser.page(address);
    await see(again, "books@example.com gets no more scheduled statements from Northwind");
    const scanned = await stage.secondBrowser.page(address.split("#")[0]!);
    await see(scanned, "This link lets you unsubscribe from statements. Opening it has changed nothing.");
    await fill(scanned, "Code from the email", /code: (\S+)/.exec(texts[0]!.text)![1]!);
    await button(scanned, "Continue").click();
    await see(scanned, "books@example.com gets no more scheduled statements from Northwind");
    const invalid = await stage.secondBrowser.page(`${stage.server.address}/console.html#/unsubscribe/cbt_nothing`);
    await see(invalid, "This link is incomplete.");
    const schedules = await stage.consoleOf(DANA, "statements/schedules");
    await see(schedules, /dana@callboard\.demo member Mon, /);
    await seeNot(schedules, "books@example.com");
  });
});
