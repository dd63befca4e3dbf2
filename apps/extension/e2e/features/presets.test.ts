import { expect, test } from "vitest";
import type { Page } from "puppeteer-core";
import { axeComplaints } from "../support/axe.ts";
import { focusedName, tabTo } from "../support/keys.ts";
import { button, fill, menuItem, option, see, seeNot, seeRow, until } from "../support/page.ts";
import { makePresets, type PresetsFixture } from "../support/presets.ts";
import { makeRouting } from "../support/routing.ts";
import { journeys } from "../support/journeys.ts";

const goTo = async (page: Page, place: string, text: string | RegExp) => {
  await page.evaluate((to) => (location.hash = `#/${to}`), place);
  await see(page, text);
};
const find = (page: Page, label: string) => page.locator(`[role=combobox][aria-label="${label}"]`);

journeys("Presets", (stage) => {
  let made: PresetsFixture;
  const presets = async () => {
    const caller = await stage.server.signInAs("dana@callboard.demo");
    return (made ??= await makePresets(caller, await makeRouting(caller)));
  };

  test("a new source from a preset takes one click and a name", async () => {
    await presets();
    const page = await stage.consoleOf("dana@callboard.demo", "sources");
    await see(page, "Yellow pages");
    await button(page, "New from preset").click();
    await find(page, "Preset").fill("bing ads");
    await page.locator("[role=option] ::-p-text(Bing Ads)").click();
    // The name is filled in already and selected.
    await until(
      () => focusedName(page),
      (name) => name === "Name",
    );
    await page.keyboard.press("Enter");
    await see(page, "Bing Ads was created from Bing Ads.");
    await seeRow(page, "Bing Ads", /Onsite/);
    await button(page, "Open").click();
    await see(page, /Preset Follows Bing Ads, version 1/);
    await see(page, /All \d settings match the preset\./);
  });

  test("without a mouse, a queue is created from a preset by typing a part of its name, and gets another name", async () => {
    await presets();
    const page = await stage.consoleOf("dana@callboard.demo", "queues");
    const keys = page.keyboard;
    await see(page, "Support");
    await tabTo(page, "New from preset");
    await keys.press("Enter");
    await until(
      () => focusedName(page),
      (name) => name === "Preset",
    );
    await see(page, "Built in");
    await keys.type("evening");
    await see(page, "Evening shift");
    await keys.press("Enter");
    await until(
      () => focusedName(page),
      (name) => name === "Name",
    );
    await keys.type("Winter evenings");
    await keys.press("Enter");
    await see(page, "Winter evenings was created from Evening shift.");
    await seeRow(page, "Winter evenings", /./);
  });

  test("a push shows line by line what changes and what stays; once done, nothing is left to do", async () => {
    const { evening } = await presets();
    const page = await stage.consoleOf("dana@callboard.demo", `presets/${evening}/settings`);
    await see(page, "Included settings");
    await fill(page, "Wrap-up", "60");
    await button(page, "Save preset").click();
    await see(page, "Push it to update its followers.");
    await goTo(page, `presets/${evening}`, "1 behind");
    await button(page, "Push to followers…").click();
    await see(page, "Nothing has changed yet.");
    await see(page, /Wrap-up of Early evenings: 30 s → 60 s/);
    await see(page, /Late evenings/);
    const confirm = (await page.waitForSelector("main button[type=submit]"))!;
    await confirm.click();
    await see(page, "This was done.");
    await goTo(page, `presets/${evening}`, "Matches the preset");
    await button(page, "Push to followers…").click();
    await see(page, "Nothing to change");
  });

  test("a field with drift is seen in the list, and reverted or kept on its page", async () => {
    const { queues } = await presets();
    const page = await stage.consoleOf("dana@callboard.demo", "queues");
    await seeRow(page, "Late evenings", /Drift: 1 setting/);
    await goTo(page, `queues/${queues["Late evenings"]}/settings`, "Drifted");
    await see(page, /Changed here by Dana/);
    await button(page, "Keep as override: Ring time").click();
    await see(page, "Ring time is kept as an override.");
    await see(page, "Overridden");
    await button(page, "Follow again: Ring time").click();
    await see(page, "Ring time follows the preset again.");
    await see(page, /All \d settings match the preset\./);
    await goTo(page, "queues", "Late evenings");
    await until(
      () => seeRow(page, "Late evenings", /./),
      (row) => !row.includes("Drift"),
    );
  });

  test("a preset is made from a built-in one, archived, and brought back by undo", async () => {
    await presets();
    const page = await stage.consoleOf("dana@callboard.demo", "presets");
    await see(page, "Google Ads");
    await goTo(page, "presets/library:google-ads", "Built in, version");
    await seeNot(page, "Archive");
    await button(page, "Actions for Google Ads").click();
    await menuItem(page, "Make my own copy").click();
    await see(page, "New preset for tracking sources");
    await fill(page, "Name", "Ads of ours");
    await button(page, "Add preset").click();
    await see(page, /Your own, version 1\. No followers yet\./);
    await button(page, "Actions for Ads of ours").click();
    await menuItem(page, "Archive").click();
    await see(page, "It can no longer be used.");
    await button(page, "Undo").click();
    await see(page, "Ads of ours was unarchived.");
    await goTo(page, "presets", "Ads of ours");
  });

  test("an agency offers a preset to its sub-accounts, pushes a change into them, and undoes all of it at once", async () => {
    const { api } = await stage.server.signInAs("harriet@callboard.demo", "harbor");
    const values = { description: "Trade fairs", site: "offsite" as const, ruleGroups: [] };
    const { id } = await api.presets.save.mutate({ kind: "source", name: "House fairs", values });
    const page = await stage.consoleOf("harriet@callboard.demo", `presets/${id}`);
    await see(page, "Included settings");
    await button(page, "Actions for House fairs").click();
    await menuItem(page, "Offer to sub-accounts").click();
    await see(page, "Parkside Dental");
    await option(page, "Northwind").click();
    await option(page, "Parkside Dental").click();
    await button(page, "Review changes").click();
    await see(page, "Northwind gets a new tracking source, House fairs, that follows the preset House fairs");
    await button(page, "Apply").click();
    await see(page, "This was done.");

    await api.presets.save.mutate({
      id,
      version: 1,
      kind: "source",
      name: "House fairs",
      values: { ...values, description: "Fairs and open days" },
    });
    await goTo(page, `presets/${id}`, "2 followers, 2 differ.");
    await button(page, "Push to followers…").click();
    await see(page, "Description of House fairs (Northwind): Trade fairs → Fairs and open days");
    await see(page, /House fairs \(Parkside Dental\)/);
    await button(page, "Apply").click();
    await see(page, "This was done.");
    await button(page, "Undo").click();
    await see(page, "House fairs (Northwind): Description Fairs and open days → Trade fairs");
    await button(page, "Undo").click();
    await see(page, "This was done.");
    await goTo(page, `presets/${id}`, "2 followers, 2 differ.");
  });

  test("axe finds nothing on the pages of presets", async () => {
    const { evening, queues } = await presets();
    const page = await stage.consoleOf("dana@callboard.demo", "presets");
    const places = [
      ["presets", "Built in"],
      ["presets/queues", "Evening shift"],
      ["presets/new/queue", "Add preset"],
      [`presets/${evening}`, "Followers"],
      [`presets/${evening}/settings`, "Save preset"],
      [`queues/${queues["Early evenings"]}/settings`, "Evening shift"],
      [`queues/${queues["Early evenings"]}/versions`, "First version"],
    ] as const;
    for (const [place, text] of places) {
      await goTo(page, place, text);
      expect([place, await axeComplaints(page)]).toEqual([place, []]);
    }
    await goTo(page, "sources", "Yellow pages");
    await button(page, "New from preset").click();
    await see(page, "Built in");
    expect(await axeComplaints(page)).toEqual([]);
  });
});
