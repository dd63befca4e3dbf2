import { DAY } from "@callboard/domain/core/time";
import { expect, test } from "vitest";
import { axeComplaints } from "../support/axe.ts";
import { button, fill, link, see, until } from "../support/page.ts";
import { journeys } from "../support/journeys.ts";

const SOLVEIG = "solveig@callboard.demo";

journeys("Plans", (stage) => {
  test("by mouse, they are compared, a larger one is taken, and a smaller one after choosing what to keep, with the costs shown", async () => {
    const page = await stage.consoleOf(SOLVEIG, "lifecycle");
    await button(page, "Change plan…").click();
    await see(page, "Essentials, $39.00 a month.");
    expect(await axeComplaints(page)).toEqual([]);
    await button(page, "Change to Advanced…").click();
    await see(page, "Nothing is beyond Advanced.");
    await see(page, "The first month is free on either plan");
    await button(page, "Review every line").click();
    await see(page, "Corner Bakery changes from Essentials to Advanced immediately");
    await see(page, "Solveig Baker becomes agency administrator");
    expect(await axeComplaints(page)).toEqual([]);
    await button(page, "Change plan").click();
    await see(page, "This was done.");
    await link(page, "Sub-accounts").click();
    await see(page, "Corner Bakery has no sub-accounts yet");

    const { api } = await stage.server.signInAs(SOLVEIG, "solo");
    const [person] = (await api.queues.people.query()).people;
    for (const name of ["Bread", "Cakes", "Catering", "Complaints", "Deliveries", "Gift boxes", "Jobs"])
      await api.queues.save.mutate({ name, routing: "longest idle", members: [{ id: person!.id, weight: 1 }] });
    await link(page, "Plan").click();
    await see(page, "2 over");
    await button(page, "Change to Essentials…").click();
    await see(page, "2 of 7 call queues");
    await see(page, "5 of 5 chosen");
    expect(await axeComplaints(page)).toEqual([]);
    await page.click('aria/Jobs[role="checkbox"]');
    await see(page, "Deselect 1 more.");
    await page.click('aria/Bread[role="checkbox"]');
    await see(page, "5 of 5 chosen");
    await button(page, "Review every line").click();
    await see(page, "The queue Bread is frozen");
    await see(page, "The queue Gift boxes is frozen");
    await button(page, "Change plan").click();
    await see(page, "This was done.");
    await link(page, "Queues").click();
    await see(page, /Bread frozen/);
    const { queues } = await api.queues.list.query();
    const { id } = queues.find(({ name }) => name === "Bread")!;
    await page.evaluate((at) => void (location.hash = `#/queues/${at}`), id);
    await see(page, "Bread is beyond the plan and frozen.");
    await link(page, "Choose again what to keep, or change the plan").click();
    await see(page, "Beyond Essentials and frozen: call queues 2.");
    await button(page, "Choose again what to keep").click();
    await see(page, "Choose what to keep on Essentials");
  });

  test("by keyboard, after the first month a larger plan costs the rest of it, and is refused without the money", async () => {
    await stage.server.advanceClock(32 * DAY);
    const page = await stage.consoleOf(SOLVEIG, "plans");
    await see(page, "Compare plans");
    await page.focus('aria/Change to Advanced…[role="button"]');
    await page.keyboard.press("Enter");
    await see(page, "The rest of the month on Advanced");
    await see(page, "Refund for the rest of the month on Essentials");
    await page.focus('aria/Review every line[role="button"]');
    await page.keyboard.press("Enter");
    await until(
      async () => page.evaluate(() => document.body.textContent ?? ""),
      (text) => /Top up first\.|changes from Essentials to Advanced/.test(text),
    );
  });

  test("an agency sees which accounts block the change, each with a link", async () => {
    const page = await stage.consoleOf("harriet@callboard.demo", "plans/essentials");
    await see(page, "Cancel each of these first");
    await see(page, "Northwind");
    expect(await axeComplaints(page)).toEqual([]);
    await (await page.$$("main li button"))[0]!.click();
    await see(page, "First choose what happens to the numbers.");
    for (const account of ["mason", "parkside"] as const) {
      const { api } = await stage.server.signInAs("harriet@callboard.demo", account);
      const { proposal } = await api.lifecycle.proposeCancel.mutate({ others: { is: "release" } });
      const { name } = await api.proposals.get.query({ proposal });
      await api.proposals.confirm.mutate({ proposal, name });
    }
    const alone = await stage.consoleOf("harriet@callboard.demo", "plans/essentials");
    await see(alone, "Keep Northwind as a standalone account");
    expect(await axeComplaints(alone)).toEqual([]);
    await button(alone, "Review every line").click();
    await see(alone, "Northwind is detached from Harbor Agency and becomes a standalone account on Essentials");
    await fill(alone, "Name", "Northwind");
    await button(alone, "Keep this account").click();
    await see(alone, "This was done.");
  });
});
