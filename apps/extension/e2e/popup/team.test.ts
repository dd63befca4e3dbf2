import { expect, test } from "vitest";
import { axeComplaintsInThemes } from "../support/axe.ts";
import { findStatus } from "../support/statuses.ts";
import { button, fill, menuItem, chooseStatus, option, see, seeNot, seeStatus, until } from "../support/page.ts";
import { journeys } from "../support/journeys.ts";

journeys("A team", (stage) => {
  test("a supervisor sets an agent's status with a reason, and the agent's popup says who and why", async () => {
    const popup = await stage.popupOf("ava@callboard.demo");
    const board = await stage.consoleOf("milo@callboard.demo", "agents");
    await seeStatus(popup, /^Available/);
    const news = (await popup.$('[aria-label="Your status"] [role=status]'))!;
    expect(await news.evaluate((text) => text.textContent)).toBe("");
    await button(board, "Set a status for Ava Lindqvist").click();
    await menuItem(board, "Meeting").click();
    await button(board, "Set status").click();
    await see(board, "Enter a short reason: Ava Lindqvist will see it.");
    await fill(board, "Reason", "covering support");
    await button(board, "Set status").click();
    await see(board, "The status of Ava Lindqvist is now Meeting.");
    await seeStatus(popup, /^Meeting .* set by Milo Park: covering support/);
    await see(popup, /Milo Park .*covering support/);
    // Announced: the change is in a live region that was there before.
    expect(await news.evaluate((text) => [text.isConnected, text.textContent])).toEqual([
      true,
      "Meeting, set by Milo Park: covering support",
    ]);
  });

  test("a status that an administrator adds can be chosen in an open popup, and no longer once archived", async () => {
    const popup = await stage.extension.openPopup();
    const page = await stage.consoleOf("dana@callboard.demo", "statuses");
    await button(page, "Add status").click();
    await fill(page, "Name", "Dentist");
    await button(page, "Add status").click();
    await see(page, "Dentist was added.");
    await chooseStatus(popup, "Dentist");
    await seeStatus(popup, /^Dentist/);
    await button(page, "Actions for Dentist").click();
    await menuItem(page, "Archive").click();
    await see(page, "Dentist was archived.");
    await until(
      () => popup.$$('[role=option][aria-label="Dentist"]'),
      (found) => found.length === 0,
    );
    await seeStatus(popup, /^Dentist/);
  });

  test("a name that is taken is refused with a message at its field", async () => {
    const page = await stage.consoleOf("dana@callboard.demo", "statuses");
    await button(page, "Add status").click();
    await fill(page, "Name", "Lunch");
    await button(page, "Add status").click();
    await see(page, "A status with this name already exists. Choose another name.");
  });

  test("saving settings that somebody else has saved meanwhile gets a message and overwrites nothing", async () => {
    const mine = await stage.consoleOf("dana@callboard.demo", "account");
    const theirs = await stage.consoleOf("harriet@callboard.demo", "account");
    const { account } = await stage.server.signInAs("harriet@callboard.demo", "northwind");
    await theirs.goto(`${stage.server.address}/console.html?account=${account}#/account`);
    await fill(mine, "Company", "Mine");
    await fill(theirs, "Company", "Theirs");
    await button(theirs, "Save settings").click();
    await see(theirs, "The settings are saved.");
    await see(mine, "Somebody else saved this while you were editing.");
    await button(mine, "Save settings").click();
    await see(mine, "Somebody else saved this while you were editing.");
    await button(mine, "Load latest version").click();
    await seeNot(mine, "Somebody else saved this");
    await mine.waitForFunction(() => [...document.querySelectorAll("input")].some(({ value }) => value === "Theirs"));
  });

  test("an agent sees no page that the role doesn't open, and its address says so", async () => {
    const page = await stage.consoleOf("ava@callboard.demo", "access");
    await see(page, "Your role (agent) doesn’t include this page.");
    await seeNot(page, "API keys");
  });

  test("pointing at a status says what a queue would be left with, before the click and by the arrow keys", async () => {
    const dana = await stage.server.signInAs("dana@callboard.demo");
    const { person, api } = await stage.server.signInAs("ava@callboard.demo");
    await api.agents.setStatus.mutate({ status: "available" });
    const members = [{ id: person, weight: 1 }];
    await dana.api.queues.save.mutate({ name: "A desk", routing: "round robin", members });
    const popup = await stage.popupOf("ava@callboard.demo");
    await seeStatus(popup, /^Available .* phone idle/);
    await option(popup, "Lunch, 45 min").hover();
    await seeStatus(popup, /A desk would have 0 of 1 left/);
    await option(popup, "Available").hover();
    await seeStatus(popup, /phone idle/);
    await popup.keyboard.press("ArrowDown");
    await seeStatus(popup, /A desk would have 0 of 1 left/);
    await popup.keyboard.press("Enter");
    await seeStatus(popup, /^Lunch .* phone idle/);
    await button(popup, "Undo").click();
    await seeStatus(popup, /^Available/);
  });

  test("the wall view covers the page, follows the team, and is left by Escape", async () => {
    const page = await stage.consoleOf("dana@callboard.demo", "agents?wall=1");
    const ava = await stage.server.signInAs("ava@callboard.demo");
    const wall = await page.waitForSelector("dialog[open]");
    const wallText = async () => (await wall!.evaluate((one) => (one as HTMLElement).innerText)).replace(/\s+/g, " ");
    await ava.api.agents.setStatus.mutate({ status: (await findStatus(ava, "Lunch")).id, minutes: 30 });
    await until(wallText, (text) => /\d of 6 available .*Ava Lindqvist \d:\d\d Lunch · back \d\d:\d\d/.test(text));
    expect(await axeComplaintsInThemes(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await until(
      () => page.$("dialog[open]"),
      (open) => open === null,
    );
    expect(page.url()).toMatch(/#\/agents$/);
    await ava.api.agents.setStatus.mutate({ status: "available" });
  });
});
