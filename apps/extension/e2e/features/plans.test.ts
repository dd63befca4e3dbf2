import { expect, test } from "vitest";
import { axeComplaints } from "../support/axe.ts";
import { button, fill, link, see, until } from "../support/page.ts";
import { journeys } from "../support/journeys.ts";

const SOLVEIG = "solveig@callboard.demo";
const DAY = 24 * 60 * 60_000;

journeys("Plans", (stage) => {
  test("by mouse, they are compared, a larger one is taken, and a smaller one after choosing what to keep, with the costs shown", async () => {
    const page = await stage.console(SOLVEIG, "account-status");
    await button(page, "Change plan…").click();
    await see(page, "Essentials, $39.00 a month.");
    expect(await axeComplaints(page)).toEqual([]);
    await button(page, "Change to Advanced…").click();
    await see(page, "Nothing goes beyond Advanced.");
    await see(page, "The first month is free on either plan");
    await button(page, "See exactly what happens").click();
    await see(page, "Corner Bakery goes from Essentials to Advanced, at once");
    await see(page, "Solveig Baker becomes agency administrator");
    expect(await axeComplaints(page)).toEqual([]);
    await button(page, "Change the plan").click();
    await see(page, "This was done.");
    await link(page, "Sub-accounts").click();
    await see(page, "Corner Bakery has no sub-account yet");

    const { api } = await stage.server.as(SOLVEIG, "solo");
    const [person] = (await api.queues.people.query()).people;
    for (const name of ["Bread", "Cakes", "Catering", "Complaints", "Deliveries", "Gift boxes", "Jobs"])
      await api.queues.save.mutate({ name, routing: "longest idle", members: [{ id: person!.id, weight: 1 }] });
    await link(page, "Plan").click();
    await see(page, "2 beyond");
    await button(page, "Change to Essentials…").click();
    await see(page, "2 of 7 call queues");
    await see(page, "5 of 5 chosen");
    expect(await axeComplaints(page)).toEqual([]);
    await page.click('aria/Jobs[role="checkbox"]');
    await see(page, "Leave out 1 more.");
    await page.click('aria/Bread[role="checkbox"]');
    await see(page, "5 of 5 chosen");
    await button(page, "See exactly what happens").click();
    await see(page, "The queue Bread is parked");
    await see(page, "The queue Gift boxes is parked");
    await button(page, "Change the plan").click();
    await see(page, "This was done.");
    await link(page, "Queues").click();
    await see(page, /Bread parked/);
    const { queues } = await api.queues.list.query();
    const { id } = queues.find(({ name }) => name === "Bread")!;
    await page.evaluate((at) => void (location.hash = `#/queues/${at}`), id);
    await see(page, "Bread goes beyond the plan and is parked.");
    await link(page, "Choose anew or change the plan").click();
    await see(page, "What goes beyond Essentials is parked: call queues 2.");
    await button(page, "Choose anew what stays").click();
    await see(page, "What stays at work on Essentials");
  });

  test("by keyboard, after the first month a larger plan costs the rest of it, and is refused without the money", async () => {
    await stage.server.pass(32 * DAY);
    const page = await stage.console(SOLVEIG, "plan");
    await see(page, "What each plan has");
    await page.focus('aria/Change to Advanced…[role="button"]');
    await page.keyboard.press("Enter");
    await see(page, "The rest of the month on Advanced");
    await see(page, "What is left of the month on Essentials, given back");
    await page.focus('aria/See exactly what happens[role="button"]');
    await page.keyboard.press("Enter");
    await until(
      async () => page.evaluate(() => document.body.textContent ?? ""),
      (text) => /Top up first\.|goes from Essentials to Advanced/.test(text),
    );
  });

  test("an agency sees which accounts block the change, each with a link", async () => {
    const page = await stage.console("harriet@callboard.demo", "plan/essentials");
    await see(page, "Close each of these first");
    await see(page, "Northwind");
    expect(await axeComplaints(page)).toEqual([]);
    await (await page.$$(".plan-below button"))[0]!.click();
    await see(page, "First: what becomes of the numbers?");
    for (const account of ["mason", "parkside"] as const) {
      const { api } = await stage.server.as("harriet@callboard.demo", account);
      const { proposal } = await api.lifecycle.proposeCancel.mutate({ others: { is: "release" } });
      const { name } = await api.proposals.get.query({ proposal });
      await api.proposals.confirm.mutate({ proposal, name });
    }
    const alone = await stage.console("harriet@callboard.demo", "plan/essentials");
    await see(alone, "Keep Northwind as the account that stands alone");
    expect(await axeComplaints(alone)).toEqual([]);
    await button(alone, "See exactly what happens").click();
    await see(alone, "Northwind leaves Harbor Agency and stands alone on Essentials");
    await fill(alone, "Name", "Northwind");
    await button(alone, "Keep this account alone").click();
    await see(alone, "This was done.");
  });
});
