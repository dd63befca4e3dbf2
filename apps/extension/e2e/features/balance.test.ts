import { expect, test } from "vitest";
import { axeComplaints, axeComplaintsInThemes } from "../support/axe.ts";
import { button, menuItem, see, seeNot, pageText } from "../support/page.ts";
import { goTo } from "../pictures/pictureTaker.ts";
import { recordUsage } from "../support/usage.ts";
import { journeys } from "../support/journeys.ts";

journeys("The balance and its entries", (stage) => {
  const northwind = async () => (await stage.server.signInAs("dana@callboard.demo")).account;

  test("recorded usage changes the balance at once; the entries wait until the reader shows them", async () => {
    const page = await stage.consoleOf("bill@callboard.demo", "balance");
    await see(page, "$182.40 Calls are connected,");
    await see(page, "No older entries.");
    await recordUsage(stage.server, await northwind());
    await see(page, "$181.22");
    await button(page, "6 new entries").click();
    await see(page, /Minutes · \+1 312 555 0120 · from Okafor Happened/);
    await see(page, "−$0.25875");
  });

  test("entries are filtered by words, type and period; the address keeps the filters, and one click clears them", async () => {
    const page = await stage.consoleOf("dana@callboard.demo", "balance");
    await see(page, "from Ortega");
    await page.keyboard.press("/");
    await page.keyboard.type("0.138");
    await seeNot(page, "from Ortega");
    await see(page, "from Lee");
    expect(await page.evaluate(() => location.hash)).toBe("#/balance?search=0.138");
    await page.keyboard.press("Escape");
    await see(page, "from Ortega");
    await button(page, "Type").click();
    await menuItem(page, "Messages").click();
    await seeNot(page, "from Lee");
    await button(page, "Period").click();
    await menuItem(page, "Yesterday").click();
    await see(page, "No entry matches these filters.");
    await page.locator("::-p-text(Clear filters)").click();
    await see(page, "Opening balance");
  });

  test("−0.004 shows as −$0.01 and inactive, in the popup and the console, and a credit reactivates the account", async () => {
    const operator = await stage.server.operator();
    const account = await northwind();
    const { api } = await stage.server.signInAs("dana@callboard.demo");
    const { money } = await api.balance.current.query();
    const page = await stage.consoleOf("dana@callboard.demo", "balance");
    await operator.balance.adjust.mutate({
      account,
      micros: -money!.micros - 4000,
      reason: "Down to a part of a cent",
    });
    await see(page, "−$0.01 The balance is below zero: calls are not connected");
    await see(page, "Northwind owner inactive");
    const popup = await stage.popupOf("bill@callboard.demo");
    await see(popup, "−$0.01");
    await see(popup, "The balance is below zero: calls are not connected");
    await operator.balance.adjust.mutate({ account, micros: 4000, reason: "And back" });
    await see(page, "$0.00 Calls are connected,");
    await seeNot(page, "Northwind owner inactive");
    await see(popup, "$0.00");
    await operator.balance.adjust.mutate({ account, micros: 100_000_000, reason: "For the next" });
  });

  test("a sub-account on its agency's balance sees its costs, and never the agency's balance", async () => {
    const ida = await stage.server.signInAs("ida@callboard.demo", "parkside");
    await recordUsage(stage.server, ida.account);
    const page = await stage.consoleOf("ida@callboard.demo", "balance");
    await see(page, "Paid by Harbor Agency");
    await see(page, "from Okafor");
    expect(await pageText(page)).not.toMatch(/1,2\d\d\.|Before|After/);
    const above = await stage.consoleOf("harriet@callboard.demo", "balance");
    await see(above, "For Parkside Dental");
  });

  test("an agent finds no link to the balance, and axe finds nothing in it", async () => {
    const agent = await stage.consoleOf("ben@callboard.demo", "balance");
    await see(agent, "doesn’t include this page");
    const page = await stage.consoleOf("dana@callboard.demo", "balance");
    await see(page, "from Okafor");
    expect(await axeComplaintsInThemes(page)).toEqual([]);
    await goTo(page, "balance?type=refund", "No entry matches these filters.");
    expect(await axeComplaints(page)).toEqual([]);
  });
});
