import { expect, test } from "vitest";
import { axeComplaints } from "../support/axe.ts";
import { button, fill, link, menuItem, see, seeNot, until } from "../support/page.ts";
import { journeys } from "../support/journeys.ts";

const SOLVEIG = "solveig@callboard.demo";

journeys("The account as a whole", (stage) => {
  test("by mouse, an account is stopped with its remaining costs, shown in popup and icon title, and resumed", async () => {
    const { api } = await stage.server.signInAs(SOLVEIG, "solo");
    await api.numbers.buy.mutate({ e164: "+493023125041", name: "Cake orders" });
    await until(
      async () => (await api.lifecycle.status.query()).numbers,
      (count) => count === 1,
    );
    const page = await stage.consoleOf(SOLVEIG, "lifecycle");
    await see(page, /Number fees \$2\.00 \$2\.00 \$2\.00 \$2\.00 \$0\.00/);
    expect(await axeComplaints(page)).toEqual([]);
    await button(page, "Stop incoming calls…").click();
    await button(page, "Review the effects").click();
    await see(page, "Callers of 1 number hear the disconnected tone");
    await see(page, "The subscription Essentials continues each month");
    expect(await axeComplaints(page)).toEqual([]);
    await button(page, "Stop incoming calls").click();
    await see(page, "This was done.");
    await link(page, "Back to Account status").click();
    await see(page, /Stopped since .* by Solveig Baker/);
    await until(
      () => page.title(),
      (title) => title === "Account status — Corner Bakery (stopped) — Callboard",
    );
    const popup = await stage.popupOf(SOLVEIG, "Corner Bakery");
    await see(popup, "stopped");
    await button(page, "Resume calls").click();
    await see(page, "Incoming calls are no longer stopped.");
    await see(popup, /^Corner Bakery(?! stopped)(?!.* are stopped)/);
  });

  test("by keyboard, it is paused until a day, and that day is changed", async () => {
    const page = await stage.consoleOf(SOLVEIG, "lifecycle");
    await see(page, "Pause tracking code…");
    await page.focus('aria/Pause tracking code…[role="button"]');
    await page.keyboard.press("Enter");
    await see(page, "Pause tracking code");
    await page.keyboard.type("12312031");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.type("0900AM");
    await page.keyboard.press("Enter");
    await see(page, "The tracking code is paused until");
    await page.focus('aria/Pause tracking code[role="button"]');
    await page.keyboard.press("Enter");
    await see(page, "This was done.");
    await page.focus('aria/Back to Account status[role="link"]');
    await page.keyboard.press("Enter");
    await see(page, /Ends automatically on Dec 31, 2031, 09:00/);
    await page.focus('aria/Resume tracking code[role="button"]');
    await page.keyboard.press("Enter");
    await see(page, "Calls are connected, and websites show the account’s numbers.");
  });

  test("it is canceled with a number on hold and its price, stays readable, and is reactivated", async () => {
    const page = await stage.consoleOf(SOLVEIG, "lifecycle");
    await button(page, "Cancel account…").click();
    await see(page, "Number by number");
    await see(page, "Nothing to prepay.");
    expect(await axeComplaints(page)).toEqual([]);
    await fill(page, "Days to hold", "60");
    await see(page, /Prepaid when you cancel: \$\d\.\d\d/);
    await fill(page, "Days to hold", "400");
    await button(page, "Review cancellation").click();
    await see(page, "Enter whole days, from 1 to 365.");
    await fill(page, "Days to hold", "14");
    await button(page, "Review cancellation").click();
    await see(page, "Corner Bakery is canceled: calls don’t connect");
    await see(page, /\+49 30 23125041 \(Cake orders\) is held until/);
    expect(await axeComplaints(page)).toEqual([]);
    await button(page, "Cancel account").click();
    await see(page, "This was done.");
    await link(page, "Back to Account status").click();
    await see(page, /The account is canceled since .* Everything stays readable\./);
    await link(page, "Numbers").click();
    await see(page, "Cake orders");
    await link(page, "Account status").click();
    await button(page, "Undo cancellation…").click();
    await see(page, "+49 30 23125041 (Cake orders) returns");
    await button(page, "Undo cancellation").click();
    await see(page, "This was done.");
    await link(page, "Back to Account status").click();
    await see(page, "Calls are connected, and websites show the account’s numbers.");
  });

  test("a number that will be released is listed first, asks for the account's name, and can be bought back on reactivation", async () => {
    const page = await stage.consoleOf(SOLVEIG, "lifecycle/cancel");
    await see(page, "Number by number");
    await page.select("select", "release");
    await button(page, "Review cancellation").click();
    await see(page, "is released to the carrier");
    await see(page, "Type Corner Bakery to confirm");
    await fill(page, "Name", "Corner Bakery");
    await button(page, "Cancel account").click();
    await see(page, "This was done.");
    await stage.server.advanceClock(15 * 24 * 60 * 60_000);
    const { api } = await stage.server.signInAs(SOLVEIG, "solo");
    await until(
      async () => (await api.numbers.orders.query({})).orders.filter(({ state }) => state !== "settled").length,
      (open) => open === 0,
    );
    const again = await stage.consoleOf(SOLVEIG, "lifecycle");
    await see(again, "can no longer be undone");
    await button(again, "Reactivate…").click();
    await see(again, "is still available, and is ordered again with its first month");
    await button(again, "Reactivate").click();
    await see(again, "This was done.");
    await until(
      async () => (await api.lifecycle.status.query()).numbers,
      (count) => count === 1,
    );
  });

  test("if the agency pays, each blocked action says why; an agent finds no link to the page", async () => {
    const page = await stage.consoleOf("ida@callboard.demo", "lifecycle");
    await see(page, "The agency pays for this account.");
    expect(await axeComplaints(page)).toEqual([]);
    const ava = await stage.consoleOf("ava@callboard.demo", "lifecycle");
    await seeNot(ava, "Actions");
  });

  test("an agency moves a balance, cancels one account, finds it by the filter, and cancels all of them by name", async () => {
    const page = await stage.consoleOf("harriet@callboard.demo", "agency");
    await see(page, "3 sub-accounts of Harbor Agency.");
    expect(await axeComplaints(page)).toEqual([]);
    const menu = (name: string) => page.locator(`[aria-label="Actions for ${name}"]`);
    await menu("Parkside Dental").click();
    await menuItem(page, "Move to its own balance…").click();
    await see(page, "Parkside Dental needs its own working card.");
    await menu("Mason & Sons").click();
    await menuItem(page, "Move to the agency’s balance…").click();
    await see(page, "Harbor Agency pays for Mason & Sons from now on");
    await button(page, "Move to the agency’s balance").click();
    await see(page, "This was done.");
    await link(page, "Back to Sub-accounts").click();
    await menu("Mason & Sons").click();
    await menuItem(page, "Stop, pause or cancel…").click();
    await see(page, "The agency’s subscription continues");
    await button(page, "Cancel account…").click();
    await button(page, "Review cancellation").click();
    await button(page, "Cancel account").click();
    await see(page, "This was done.");

    const home = await stage.consoleOf("harriet@callboard.demo", "agency");
    await home.locator("::-p-aria([role='radio'][name='Canceled'])").click();
    await see(home, /Mason & Sons canceled since/);
    await seeNot(home, "Northwind");
    await home.evaluate(() => (location.hash = "#/lifecycle"));
    await see(home, "Northwind, Parkside Dental are still active under this agency.");
    await button(home, "Cancel agency…").click();
    await see(home, "3 accounts are ready to be canceled, the agency last.");
    expect(await axeComplaints(home)).toEqual([]);
    await button(home, "Cancel 3 accounts…").click();
    await fill(home, "Name", "Harbor");
    await button(home, "Cancel all").click();
    await see(home, "Harbor Agency");
    await fill(home, "Name", "Harbor Agency");
    await button(home, "Cancel all").click();
    await see(home, "All 3 are done.");
    await home.evaluate(() => (location.hash = "#/lifecycle"));
    await see(home, "The account is canceled since");
  });
});
