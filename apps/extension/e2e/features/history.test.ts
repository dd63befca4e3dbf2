import { expect, test } from "vitest";
import type { Page } from "puppeteer-core";
import { axeComplaintsInThemes } from "../support/axe.ts";
import { focusedName, tabTo } from "../support/keys.ts";
import { backLink, button, fill, link, menuItem, see, seeNot, until, pageText } from "../support/page.ts";
import { editStatus, findStatus } from "../support/statuses.ts";
import { makeRouting } from "../support/routing.ts";
import { journeys } from "../support/journeys.ts";

const search = (page: Page, text: string) => page.locator("[data-search] input").fill(text);
const box = (page: Page, name: string) => page.locator(`aria/${name}[role="checkbox"]`);
const goTo = (page: Page, place: string) => page.evaluate((to) => (location.hash = `#/${to}`), place);
const address = (page: Page) => page.evaluate(() => location.hash);

/** Opens the menu next to the newest change with this text. */
const openMenu = (page: Page, change: string) => page.locator(`[aria-label="Actions for: ${change}"]`).click();

const expectNoAxeComplaints = async (page: Page, where: string): Promise<void> =>
  expect(await axeComplaintsInThemes(page), where).toEqual([]);

journeys("Change history", (stage) => {
  const dana = () => stage.server.signInAs("dana@callboard.demo");
  const harriet = () => stage.server.signInAs("harriet@callboard.demo");

  test("a status is changed twice: both changes are found, compared, and restored and undone by proposals", async () => {
    const who = await dana();
    const page = await stage.consoleOf("dana@callboard.demo", "history");
    await page.waitForSelector("main li time");
    await editStatus(who, "Lunch", { defaultMinutes: 50 });
    await editStatus(who, "Lunch", { defaultMinutes: 55 });
    await button(page, "2 new changes").click();
    await see(page, /Default duration was 50 min → is now 55 min/);
    await button(page, "Kind").click();
    await menuItem(page, "Agent status").click();
    await until(
      () => address(page),
      (hash) => hash === "#/history?kind=status",
    );
    await openMenu(page, "You changed the status Lunch");
    await menuItem(page, "Versions of Lunch").click();
    const { version } = await findStatus(who, "Lunch");
    await box(page, `Select version ${version - 2}`).click();
    await box(page, `Select version ${version}`).click();
    await button(page, "Compare").click();
    await see(page, "One field differs.");
    await expectNoAxeComplaints(page, "compare");
    await button(page, "Swap sides").click();
    await until(
      () => address(page),
      (hash) => hash.endsWith(`/${version}..${version - 2}`),
    );
    await button(page, `Restore version ${version - 2}`).click();
    await fill(page, "Reason", "too long for a lunch");
    await button(page, "Review changes").click();
    await see(page, "Lunch: Default duration 55 min → 45 min");
    expect((await findStatus(who, "Lunch")).defaultMinutes).toBe(55);
    await expectNoAxeComplaints(page, "proposal");
    await button(page, "Restore").click();
    await see(page, "This was done.");
    expect((await findStatus(who, "Lunch")).defaultMinutes).toBe(45);
    await link(page, "View changes").click();
    await see(page, "Why: too long for a lunch");
    await button(page, "Undo this batch…").click();
    await see(page, "Lunch: Default duration 45 min → 55 min");
    await button(page, "Undo").click();
    await see(page, "This was done.");
    expect((await findStatus(who, "Lunch")).defaultMinutes).toBe(55);
  });

  test("filters combine, stay in the address, and are removed one by one or all at once", async () => {
    const { person } = await harriet();
    const page = await stage.consoleOf("dana@callboard.demo", `history?kind=status&person=${person}`);
    await see(page, "No change matches these filters.");
    await button(page, "Clear the filter By").click();
    await see(page, "too long for a lunch");
    await search(page, "TOO LONG");
    await until(
      () => page.$$("main li time"),
      (all) => all.length === 1,
    );
    await page.reload();
    await see(page, "too long for a lunch");
    await button(page, "Period").click();
    await menuItem(page, "Yesterday").click();
    await see(page, "No change matches these filters.");
    await button(page, "Clear filters").click();
    await until(
      () => address(page),
      (hash) => hash === "#/history",
    );
  });

  test("a field that somebody else has edited meanwhile is asked about, and nothing is written before that", async () => {
    const [me, other] = [await dana(), await harriet()];
    const first = await findStatus(me, "Meeting");
    const id = await editStatus(me, "Meeting", { defaultMinutes: 25 });
    const before = await findStatus(me, "Meeting");
    const page = await stage.consoleOf("dana@callboard.demo", `record/status/${id}/${before.version - 1}`);
    await button(page, "Restore this version").click();
    await see(page, "Shown in the change history.");
    await editStatus(other, "Meeting", { defaultMinutes: 35, color: "pink" });
    await button(page, "Review changes").click();
    await see(page, "This changed in the meantime.");
    await expectNoAxeComplaints(page, "clash");
    await page.locator("dialog label ::-p-text(Then:)").click();
    await button(page, "Review changes").click();
    // Somebody else's edit of another field stays and isn't part of it.
    expect(await see(page, "Default duration 35 min →")).not.toContain("Color");
    await editStatus(other, "Meeting", { defaultMinutes: 40 });
    await see(page, /Something has changed since .*Changed was Meeting: Default duration 35 min →/);
    await expectNoAxeComplaints(page, "stale");
    await button(page, "Review again").click();
    await see(page, "Nothing has changed yet. Proposed");
    await button(page, "Restore").click();
    await see(page, "This was done.");
    expect(await findStatus(me, "Meeting")).toMatchObject({ defaultMinutes: first.defaultMinutes });
  });

  test("a record that was removed since an instant is brought back from there", async () => {
    const who = await dana();
    const { sources } = await makeRouting(who);
    const id = sources["Spring newsletter"]!;
    await stage.server.advanceClock(60_000);
    const { now } = await who.api.history.unread.query();
    await stage.server.advanceClock(60_000);
    const found = (await who.api.sources.list.query()).sources.find((one) => one.id === id)!;
    await who.api.sources.remove.mutate({ id, version: found.version });
    const page = await stage.consoleOf("dana@callboard.demo", `as-of/${now}`);
    await see(page, /Spring newsletter tracking source Removed since/);
    await expectNoAxeComplaints(page, "as of");
    await button(page, "Open routing at that time").click();
    await see(page, "Read-only.");
    await goTo(page, "sources");
    await see(page, "Spring newsletter");
    await seeNot(page, "New source");
    await expectNoAxeComplaints(page, "sources as of then");
    await goTo(page, "account");
    await see(page, "isn’t available for past dates");
    await page.reload();
    await see(page, "Read-only.");
    await button(page, "Compare with now").click();
    await see(page, /Spring newsletter tracking source Removed since/);
    await box(page, "Select Spring newsletter").click();
    await button(page, "Bring these back").click();
    await button(page, "Review changes").click();
    await see(page, "tracking source Spring newsletter comes back");
    await button(page, "Bring back").click();
    await see(page, "This was done.");
    expect((await who.api.sources.list.query()).sources.map((one) => one.id)).toContain(id);
    await goTo(page, `as-of/${now}`);
    await see(page, "Nothing has changed since.");
  });

  test("new changes are counted until they are read in one of the person's browsers", async () => {
    const one = await stage.consoleOf("dana@callboard.demo", "overview");
    const two = await stage.consoleOf("dana@callboard.demo", "history");
    await button(one, "Mark all read").click();
    await seeNot(one, "Mark all read");
    await seeNot(two, "Mark all read");
    await editStatus(await harriet(), "Meeting", { name: "Team meeting" });
    await see(one, "1 change since your last visit");
    await see(two, "1 change since your last visit");
    await button(two, "Mark all read").click();
    await seeNot(one, "Mark all read");
  });

  test("the popup counts new changes, and its tick clears the count everywhere", async () => {
    const page = await stage.consoleOf("dana@callboard.demo", "history");
    const popup = await stage.popupOf("dana@callboard.demo");
    await see(popup, "Latest changes");
    const other = await harriet();
    await editStatus(other, "Team meeting", { color: "teal" });
    await see(popup, "1 since your last visit");
    await expectNoAxeComplaints(popup, "popup");
    await other.api.sources.save.mutate({ name: "Winter mailing", site: "offsite" });
    await see(popup, "2 since your last visit");
    await see(popup, "Winter mailing");
    await button(popup, "Mark all read").click();
    await seeNot(popup, "since your last visit");
    await seeNot(page, "Mark all read");
  });

  test("without a mouse, a change leads to its versions, to a proposal, and to its confirmation", async () => {
    await editStatus(await harriet(), "Team meeting", { name: "All hands" });
    const page = await stage.consoleOf("dana@callboard.demo", "history?kind=status");
    await see(page, "All hands");
    const keys = page.keyboard;
    await tabTo(page, "Actions for: Harriet Vale changed the status All hands");
    await keys.press("Enter");
    await keys.press("Enter");
    await see(page, "is current");
    const { version } = await findStatus(await dana(), "All hands");
    await tabTo(page, `Actions for version ${version}`);
    await keys.press("Enter");
    await until(
      () => focusedName(page),
      (name) => name === "Open",
    );
    await keys.type("Und");
    await keys.press("Enter");
    await tabTo(page, "Reason");
    await keys.type("old name");
    await keys.press("Enter");
    await see(page, "Name All hands → Team meeting");
    // The page's title begins with the same words.
    await keys.press("Tab");
    await tabTo(page, "Undo");
    await keys.press("Enter");
    await see(page, "This was done.");
    expect((await findStatus(await dana(), "Team meeting")).version).toBe(version + 1);
  });

  test("a version is pinned with a note on why, and the log is verified", async () => {
    const { id } = await findStatus(await dana(), "Team meeting");
    const page = await stage.consoleOf("dana@callboard.demo", `record/status/${id}`);
    await button(page, "Actions for version 1").click();
    await menuItem(page, "Pin…").click();
    await fill(page, "Note", "as we began");
    await button(page, "Pin").click();
    await see(page, "Pinned: as we began");
    await expectNoAxeComplaints(page, "versions");
    await goTo(page, `record/status/${id}/1`);
    await see(page, "It is read-only.");
    await expectNoAxeComplaints(page, "version");
    await goTo(page, "history");
    await button(page, "Verify").click();
    await see(page, /Verified: [\d,]+ rows, 0 removed by retention/);
  });

  test("coming back from a version restores the list, with newer changes waiting above it", async () => {
    const who = await dana();
    for (let minutes = 1; minutes <= 40; minutes += 1)
      await editStatus(who, "Callbacks", { defaultMinutes: minutes, whenOver: "stay" });
    const page = await stage.consoleOf("dana@callboard.demo", "history?kind=status");
    await page.waitForSelector("main li time");
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await see(page, "is now 3 min");
    const row = await page.waitForSelector("aria/Version 4[role='link']");
    await row!.evaluate((link) => link.scrollIntoView({ block: "center" }));
    const scrolled = await page.evaluate(() => scrollY);
    await row!.click();
    await see(page, "It is read-only.");
    await editStatus(who, "Callbacks", { defaultMinutes: 50 });
    await link(page, "Versions of Callbacks").click();
    await backLink(page, "Change history").click();
    await button(page, "1 new change").wait();
    await until(
      () => page.evaluate(() => scrollY),
      (now) => Math.abs(now - scrolled) < 4,
    );
    expect(await focusedName(page)).toBe("Version 4");
  });

  test("an agent sees changes about themselves, and no actions on them", async () => {
    const ava = await stage.server.signInAs("ava@callboard.demo");
    await stage.server.advanceClock(1000);
    const milo = await stage.server.signInAs("milo@callboard.demo");
    const meeting = await findStatus(milo, "Team meeting");
    await milo.api.agents.setStatusFor.mutate({ person: ava.person, status: meeting.id, reason: "covering support" });
    const page = await stage.consoleOf("ava@callboard.demo", "history");
    await see(page, /Milo Park .*covering support/);
    expect(await pageText(page)).not.toContain("Version");
    await goTo(page, `record/agent/${ava.person}`);
    await see(page, "doesn’t include this page");
  });
});
