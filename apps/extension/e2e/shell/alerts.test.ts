import { expect, test } from "vitest";
import { axeComplaintsInThemes } from "../support/axe.ts";
import { button, fill, link, menuItem, see, seeNot, until } from "../support/page.ts";
import { journeys } from "../support/journeys.ts";

journeys("Alerts", (stage) => {
  test("a queue with too few agents alerts in the bell, the popup and the toolbar, until somebody is back", async () => {
    const dana = await stage.server.signInAs("dana@callboard.demo", "northwind");
    const ava = await stage.server.signInAs("ava@callboard.demo");
    await ava.api.agents.setStatus.mutate({ status: "offline" });
    const ben = await stage.server.signInAs("ben@callboard.demo");
    const members = [ava, ben].map(({ person: id }) => ({ id, weight: 1 }));
    const sales = await dana.api.queues.save.mutate({ name: "Sales", routing: "round robin", members });
    const page = await stage.consoleOf("dana@callboard.demo", `queues/${sales.id}/settings`);
    await see(page, "Coverage");
    await fill(page, "At least", String(members.length));
    await button(page, "Save call queue").click();
    await see(page, "Sales was saved.");

    const alert = new RegExp(`Sales: \\d agents? takes? calls, and at least ${members.length} should\\.`);
    const bell = () => page.$eval(".alert-bell", (one) => one.getAttribute("aria-label") ?? "");
    await until(bell, (label) => /^Alerts: \d/.test(label));
    // By keyboard: the bell is a link, and its page's first link is the cure.
    await page.focus(".alert-bell");
    await page.keyboard.press("Enter");
    await see(page, alert);
    expect(await axeComplaintsInThemes(page)).toEqual([]);

    const popup = await stage.popupOf("dana@callboard.demo", "Northwind");
    await see(popup, alert);
    await until(stage.extension.title, (text) => alert.test(text));

    await link(page, "See who is there").click();
    await see(page, /take calls/);
    expect(page.url()).toContain(`queue=${sales.id}`);
    await seeNot(page, "Harriet");

    await ava.api.agents.setStatus.mutate({ status: "available" });
    await page.focus(".alert-bell");
    await page.keyboard.press("Enter");
  });

  test("an alert is snoozed for its reader alone, shown again, and moved to other places", async () => {
    const dana = await stage.server.signInAs("dana@callboard.demo", "northwind");
    const { proposal } = await dana.api.lifecycle.proposeFlag.mutate({ flag: "stopped" });
    await dana.api.proposals.confirm.mutate({ proposal });
    const page = await stage.consoleOf("dana@callboard.demo", "alerts");
    await see(page, "Incoming calls are stopped.");
    await page.focus('[aria-label^="Snooze: Incoming calls"]');
    await page.keyboard.press("Enter");
    await menuItem(page, "For an hour").click();
    await see(page, /Snoozed until/);
    await button(page, "Show again").click();
    await see(page, "The alert is shown again.");
    const box = 'input[type="checkbox"]';
    const stops = page.locator(`aria/Stopped calls: Console[role="checkbox"]`);
    await stops.click();
    await see(page, "Saved.");
    await until(
      () => page.$$eval(".alert-row", (rows) => rows.map((row) => row.textContent).join()),
      (text) => !text.includes("Incoming calls are stopped."),
    );
    expect((await page.$$(box)).length).toBeGreaterThan(10);
    await stops.click();
    await see(page, "Incoming calls are stopped.");
  });

  test("several people on the board get a status at once, with one reason", async () => {
    const page = await stage.consoleOf("milo@callboard.demo", "agents");
    for (const name of ["Ava Lindqvist", "Ben Okafor"]) await page.locator(`aria/Select ${name}`).click();
    await see(page, "2 selected");
    await button(page, "Set status").click();
    await see(page, "Set a status for 2 people");
    await page.select("dialog select", await optionValue(page, "Meeting"));
    await fill(page, "Reason", "all hands");
    expect(await axeComplaintsInThemes(page)).toEqual([]);
    await page.keyboard.press("Enter");
    await see(page, "2 people now have the status Meeting.");
    const ben = await stage.server.signInAs("ben@callboard.demo");
    expect((await ben.api.agents.mine.query()).agent.cause.values).toEqual({ reason: "all hands" });
  });
});

const optionValue = (page: Parameters<typeof see>[0], label: string): Promise<string> =>
  page.$$eval(
    "dialog option",
    (options, wanted) => options.find((option) => option.textContent === wanted)?.getAttribute("value") ?? "",
    label,
  );
