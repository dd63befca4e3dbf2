import { button, menuItem, see } from "../support/page.ts";
import { type PictureTaker, goTo } from "./pictureTaker.ts";
import { makePresets } from "../support/presets.ts";
import type { RoutingFixture } from "../support/routing.ts";

const CONSOLE = { width: 1280, height: 860 };
const LONG = { width: 1280, height: 1260 };
const NARROW = { width: 420, height: 860 };

/** Presets: their list, a preset's page, creating from one, and records that follow one that has changed since. */
export async function takePresets(
  { server, consoleOf, picture }: PictureTaker,
  routing: RoutingFixture,
): Promise<void> {
  const empty = await consoleOf("harriet@callboard.demo", "presets");
  await see(empty, "Built in");
  await picture(empty, "presets", "empty", CONSOLE);
  const caller = await server.signInAs("dana@callboard.demo");
  const { evening, queues } = await makePresets(caller, routing);
  const { preset } = await caller.api.presets.get.query({ id: evening });
  const { kind, name, description, version } = preset;
  const values = { ...preset.values, wrapUpSeconds: 60, ringSeconds: 25 };
  await caller.api.presets.save.mutate({ id: evening, version, kind, name, description, values });

  const page = await consoleOf("dana@callboard.demo", "presets");
  await see(page, "Fair booth");
  await picture(page, "presets", "full", LONG);
  await goTo(page, `presets/${evening}`, "Late evenings");
  await picture(page, "preset", "full", CONSOLE);
  await goTo(page, `presets/${evening}/settings`, "Included settings");
  await picture(page, "preset", "settings", LONG);
  await goTo(page, `presets/${evening}`, "Late evenings");
  await button(page, "Apply to…").click();
  await see(page, "After hours");
  await picture(page, "preset", "applying", CONSOLE);
  await page.keyboard.press("Escape");
  await button(page, "Push to followers…").click();
  await see(page, "Nothing has changed yet.");
  await picture(page, "preset", "pushing", CONSOLE);
  await goTo(page, "presets/library:google-ads", "Included settings");
  await picture(page, "preset", "built-in", CONSOLE);

  await goTo(page, "queues", "Late evenings");
  await button(page, "New from preset").click();
  await see(page, "Evening shift");
  await picture(page, "from-preset", "choosing", CONSOLE);
  await page.keyboard.type("even");
  await page.keyboard.press("Enter");
  await see(page, "Choose another");
  await picture(page, "from-preset", "naming", CONSOLE);
  await page.keyboard.press("Escape");
  await goTo(page, `queues/${queues["Late evenings"]}/settings`, "In the preset");
  await picture(page, "preset-card", "full", LONG);
  await button(page, "Preset actions").click();
  await menuItem(page, "Save as preset").click();
  await see(page, "It becomes the first");
  await picture(page, "preset-card", "saving", CONSOLE);
  await page.keyboard.press("Escape");
  await goTo(page, `queues/${queues["Support"]}/settings`, "It doesn’t follow a preset.");
  await picture(page, "preset-card", "empty", CONSOLE);
  await goTo(page, `queues/${queues["Late evenings"]}/settings`, "In the preset");
  await picture(page, "preset-card", "narrow", NARROW);
  await goTo(page, "presets", "Fair booth");
  await picture(page, "presets", "narrow", NARROW);
}
