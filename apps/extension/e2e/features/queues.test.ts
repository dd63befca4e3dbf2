import { expect, test } from "vitest";
import type { Page } from "puppeteer-core";
import { focusedName, tabTo } from "../support/keys.ts";
import { button, fill, link, menuItem, rowText, see, seeNot, seeRow, seeValue, until } from "../support/page.ts";
import { makeRouting, type RoutingFixture } from "../support/routing.ts";
import { journeys } from "../support/journeys.ts";

const combobox = (page: Page, name: string) => page.locator(`aria/${name}[role="combobox"]`);
const radio = (page: Page, name: string) => page.locator(`aria/${name}[role="radio"]`);
const tab = (page: Page, name: string) => page.locator(`aria/${name}[role="tab"]`);
const option = (page: Page, name: string) => page.locator(`[role="option"] ::-p-text(${name})`);

const search = (page: Page, words: string) => page.locator("[data-search] input").fill(words);

const memberNames = (page: Page): Promise<string[]> =>
  page.$$eval('main li > button[aria-label^="Move "]', (all) =>
    all.map((one) => /^Move (.*)\. Position /.exec(one.ariaLabel!)![1]!),
  );
const seeMembers = (page: Page, names: readonly string[]): Promise<string[]> =>
  until(
    () => memberNames(page),
    (shown) => shown.join() === names.join(),
  );
const timesOf = (page: Page, day: string): Promise<string[]> =>
  page.$$eval(`[role="group"] input[aria-label^="${day}"]`, (all) => all.map((one) => (one as HTMLInputElement).value));
const seeTimes = (page: Page, day: string, times: readonly string[]): Promise<string[]> =>
  until(
    () => timesOf(page, day),
    (shown) => shown.join() === times.join(),
  );

async function addMember(page: Page, name: string): Promise<void> {
  await combobox(page, "Add member").fill(name);
  await option(page, name).click();
}

journeys("Call queues", (stage) => {
  let made: RoutingFixture;
  const routing = async () => (made ??= await makeRouting(await stage.server.signInAs("dana@callboard.demo")));

  test("the list shows at a glance which queue is open, why, and how many would be offered a call", async () => {
    await routing();
    const page = await stage.consoleOf("milo@callboard.demo", "queues");
    await seeRow(page, "Support", /Always open .* of 5/);
    await search(page, "finn vip");
    await see(page, "Nothing matches these filters.");
    await search(page, "vip");
    await seeRow(page, "Sales", /new business, VIP/);
    expect(await rowText(page, "Support")).toBe("");
  });

  test("a queue shows who is offered the next call and why the others aren't, as it changes", async () => {
    const { queues } = await routing();
    const ava = await stage.server.signInAs("ava@callboard.demo");
    const page = await stage.consoleOf("milo@callboard.demo", `queues/${queues["Support"]}`);
    await seeRow(page, "Ava Lindqvist", /Offered/);
    await see(page, "would be offered the next call");
    const lunch = (await ava.api.agents.statuses.query()).find(({ name }) => name === "Lunch")!;
    await ava.api.agents.setStatus.mutate({ status: lunch.id, minutes: 30 });
    await seeRow(page, "Ava Lindqvist", /Not offered Lunch takes no calls/);
    await ava.api.agents.setStatus.mutate({ status: "available" });
    await seeRow(page, "Ava Lindqvist", /Offered as number/);
  });

  test("a queue with members, hours, a holiday and a no-answer target is made by mouse", async () => {
    await routing();
    const page = await stage.consoleOf("dana@callboard.demo", "queues");
    await button(page, "New call queue").click();
    await button(page, "Add call queue").click();
    await see(page, "Fill in Name.");
    await fill(page, "Name", "Returns");
    await radio(page, "By weight").click();
    await addMember(page, "Ben Okafor");
    await addMember(page, "Ava Lindqvist");
    await fill(page, "Weight of Ben Okafor", "30");
    await see(page, "75 %");
    await page.locator(`aria/Always open[role="switch"]`).click();
    await fill(page, "Monday, hours 1, to", "12.30");
    await button(page, "Add hours on Monday").click();
    await seeTimes(page, "Monday", ["09:00", "12:30", "13:30", "17:30"]);
    await button(page, "Copy to Tuesday–Friday").click();
    await seeTimes(page, "Thursday", ["09:00", "12:30", "13:30", "17:30"]);
    await button(page, "Add holiday").click();
    await page.locator('[aria-label="Holiday name"]').fill("Stock-taking");
    await radio(page, "Go to another call queue").click();
    await button(page, "Add call queue").click();
    await see(page, "Give each holiday a date and a name.");
    await see(page, "Choose where the call goes.");
    expect(await focusedName(page)).toBe("Date");
    await page.locator("input[type=date]").fill("2027-01-04");
    await combobox(page, "Call queue").click();
    await option(page, "Support").click();
    await button(page, "Add call queue").click();
    await see(page, "Returns was added.");
    await see(page, "Who gets the next call, and why");
    await seeRow(page, "Ben Okafor", /On a call|Closed until/);
    await tab(page, "Settings").click();
    await seeTimes(page, "Friday", ["09:00", "12:30", "13:30", "17:30"]);
    await seeMembers(page, ["Ben Okafor", "Ava Lindqvist"]);
  });

  test("without a mouse, members are found, ordered and removed, hours are typed, and Enter saves", async () => {
    const { queues } = await routing();
    const page = await stage.consoleOf("dana@callboard.demo", `queues/${queues["After hours"]}/settings`);
    const keys = page.keyboard;
    await tabTo(page, "Add member");
    await keys.type("cle");
    await keys.press("Enter");
    await keys.type("mil");
    await keys.press("Enter");
    await seeMembers(page, ["Finn Adair", "Cleo Marsh", "Milo Park"]);
    await page.focus("h1");
    await tabTo(page, "Move Milo Park");
    await keys.press("ArrowUp");
    await keys.press("ArrowUp");
    expect(await focusedName(page)).toContain("Move Milo Park. Position 1 of 3");
    await tabTo(page, "Remove Finn Adair");
    await keys.press("Enter");
    await until(
      () => memberNames(page),
      (all) => all.join() === "Milo Park,Cleo Marsh",
    );
    await tabTo(page, "Add hours on Monday");
    await keys.press("Enter");
    expect(await focusedName(page)).toBe("Monday, hours 1, from");
    await keys.down("Control");
    await keys.press("a");
    await keys.up("Control");
    await keys.type("18");
    await tabTo(page, "Monday, hours 1, to");
    await keys.down("Control");
    await keys.press("a");
    await keys.up("Control");
    await keys.type("midnight");
    await keys.press("Enter");
    await see(page, "Enter times such as 09:30 or 17:00.");
    expect(await focusedName(page)).toBe("Monday, hours 1, to");
    await keys.down("Control");
    await keys.press("a");
    await keys.up("Control");
    await keys.type("24");
    await keys.press("Enter");
    await see(page, "After hours was saved.");
    await seeTimes(page, "Monday", ["18:00", "24:00"]);
  });

  test("overlapping hours are refused at their day", async () => {
    const { queues } = await routing();
    const page = await stage.consoleOf("dana@callboard.demo", `queues/${queues["Sales"]}/settings`);
    await fill(page, "Tuesday, hours 2, from", "11");
    await button(page, "Save call queue").click();
    await see(page, "On Tuesday 09:00–12:00 and 11:00–18:00 overlap. Change one of them.");
    const day = await page.waitForSelector("[role=group]:has([role=alert])");
    expect(await day!.evaluate((group) => group.ariaLabelledByElements?.[0]?.textContent)).toBe("Tuesday");
    await button(page, "Discard changes").click();
    await seeNot(page, "overlap");
  });

  test("edits survive a look at who is offered a call, and don't overwrite somebody's newer version", async () => {
    const { queues } = await routing();
    const id = queues["Sales"]!;
    const page = await stage.consoleOf("dana@callboard.demo", `queues/${id}/settings`);
    await fill(page, "Ring for", "45");
    await tab(page, "Right now").click();
    await see(page, "Who gets the next call");
    await tab(page, "Settings").click();
    await seeValue(page, "Ring for", "45");
    const { api } = await stage.server.signInAs("dana@callboard.demo");
    const { version, ...queue } = await api.queues.get.query({ id });
    const { name, routing: how, members, ringSeconds, wrapUpSeconds, schedule, noAnswer, missedCall } = queue;
    const tags = ["theirs"];
    const form = { name, routing: how, members, ringSeconds, wrapUpSeconds, schedule, noAnswer, missedCall, tags };
    await api.queues.save.mutate({ id, version, ...form });
    await see(page, "Somebody else saved this while you were editing.");
    await button(page, "Save call queue").click();
    await see(page, "Somebody else saved this while you were editing.");
    expect((await api.queues.get.query({ id })).ringSeconds).toBe(ringSeconds);
    await button(page, "Load latest version").click();
    await see(page, "theirs");
    await seeNot(page, "Somebody else saved this");
  });

  test("a queue that another one forwards its calls to can't be deleted, and the message names that one", async () => {
    const { queues } = await routing();
    const page = await stage.consoleOf("dana@callboard.demo", `queues/${queues["Support"]}`);
    await button(page, "Actions for Support").click();
    await menuItem(page, "Delete").click();
    await button(page, "Delete call queue").click();
    await see(page, /Support is in use\. Call queues that use it: .*Sales/);
    await page.keyboard.press("Escape");
    await link(page, "Call queues").click();
    await seeRow(page, "Support", /./);
  });

  test("a receiving number is accepted as typed, refused with a reason, and can't be deleted while it is in use", async () => {
    await routing();
    const page = await stage.consoleOf("dana@callboard.demo", "receivers");
    await button(page, "Add receiving number").click();
    await fill(page, "Name", "Warehouse");
    await fill(page, "Number", "212 555 01");
    await button(page, "Add receiving number").click();
    await see(page, "The number is 2 digits short");
    await fill(page, "Number", "(212) 555-0199");
    await button(page, "Add receiving number").click();
    await see(page, "Warehouse was added.");
    await seeRow(page, "Warehouse", /\+1 212 555 0199 Not used yet/);
    await button(page, "Actions for Night service").click();
    await menuItem(page, "Delete").click();
    await button(page, "Delete receiving number").click();
    await see(page, /Night service is in use\. Call queues that use it: .*After hours/);
  });
});
