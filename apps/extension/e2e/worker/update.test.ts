import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type ExtensionBrowser, launchExtension } from "../support/browser.ts";
import { see, seeStatus, until } from "../support/page.ts";
import { journeys } from "../support/journeys.ts";

/** Everything a browser stores for us: the extension's own storage, and that of its pages. */
interface StoredValues {
  extension: Record<string, unknown>;
  page: Record<string, unknown>;
}

/** The storage as the previous release left it, for this person on this server. */
function previousValues(holes: Record<string, string>, meantAt: number): StoredValues {
  const text = readFileSync(join(import.meta.dirname, "../support/previous-release.json"), "utf8");
  const filled = text.replace(/\{(\w+)\}/g, (hole, name: string) => holes[name] ?? hole);
  return JSON.parse(filled.replaceAll('"{meantAt}"', String(meantAt)));
}

/** Opens a file of the extension that runs no script, to reach its pages' storage before they are opened. */
async function storeValues(extension: ExtensionBrowser, { extension: kept, page: local }: StoredValues): Promise<void> {
  const page = await extension.browser.newPage();
  await page.goto(`chrome-extension://${extension.id}/icon/16.png`);
  await page.evaluate((all) => {
    for (const [name, value] of Object.entries(all))
      localStorage.setItem(name, typeof value === "string" ? value : JSON.stringify(value));
  }, local);
  await page.close();
  await (
    await extension.worker()
  ).evaluate(async (all) => {
    await chrome.storage.local.clear();
    await chrome.storage.local.set(all);
  }, kept);
}

journeys("An update", (stage) => {
  test("from the previous release keeps the session, the theme and the pending status, and drops frames drawn otherwise", async () => {
    const folder = join(stage.prepared.dir, "release-before");
    cpSync(stage.prepared.extension, folder, { recursive: true });
    const manifest = join(folder, "manifest.json");
    const now = readFileSync(manifest, "utf8");
    writeFileSync(manifest, JSON.stringify({ ...JSON.parse(now), version: "0.0.9" }));
    const profile = join(stage.prepared.dir, "updated");
    const before = await launchExtension(stage.prepared, stage.server.address, folder, profile);
    const ava = await stage.server.signInAs("ava@callboard.demo");
    const training = (await ava.api.agents.statuses.query()).find(({ name }) => name === "Training")!;
    await ava.api.preferences.save.mutate({ theme: "dark" });
    const { person, secret, account } = ava;
    const holes = { person, secret, account, server: stage.server.address, status: training.id };
    const meantAt = (await ava.api.agents.mine.query()).now - 60_000;
    await storeValues(before, previousValues(holes, meantAt));
    await before.close();

    // An extension with a debugger attached can't be updated: it is updated when the browser is started again.
    writeFileSync(manifest, now);
    const extension = await launchExtension(stage.prepared, stage.server.address, folder, profile);
    onTestFinished(() => extension.close());
    // The worker sends the pending status without any popup.
    await until(
      async () => (await ava.api.agents.mine.query()).agent.statusName,
      (status) => status === "Training",
    );
    await until(extension.title, (title) => title === "Training — Northwind");
    const kept = await (await extension.worker()).evaluate(() => chrome.storage.local.get());
    expect(Object.keys(kept)).not.toContain("intent");
    expect(kept).toMatchObject({ session: { person, account }, known: { v: 4 } });
    const alarms = await (await extension.worker()).evaluate(() => chrome.alarms.getAll());
    expect(alarms.map(({ name }) => name)).toContain("poll");

    const popup = await extension.openPopup();
    await seeStatus(popup, /^Training/);
    expect(await popup.evaluate(() => document.documentElement.dataset["theme"])).toBe("dark");
    expect(await popup.evaluate(() => document.body.innerText)).not.toContain("A frame of before");
  });

  test("of the server's answers, or editing by hand, drops a snapshot that no longer fits, and the popup opens", async () => {
    const popup = await stage.popupOf("ava@callboard.demo");
    await seeStatus(popup, /./);
    await until(
      () => popup.evaluate(() => localStorage.getItem("callboard.snapshot")),
      (kept) => kept?.includes('"frame"') ?? false,
    );
    const whole = await popup.evaluate(() => localStorage.getItem("callboard.snapshot")!);
    await stage.extension.closePopup(popup);
    // The worker stores its own state, and later than the popup.
    const known = (await until(
      () => stage.extension.stored("known"),
      (kept) => kept !== undefined,
    )) as { value: { mine: object } };
    stage.connection.cut();
    for (const spoil of ["phone", "agent", "statuses"]) {
      const snapshot = JSON.parse(whole);
      delete snapshot.mine[spoil];
      const { [spoil as never]: _gone, ...mine } = known.value.mine;
      await storeValues(stage.extension, {
        extension: {
          server: stage.connection.address,
          session: await stage.extension.stored("session"),
          known: { ...known, value: { ...known.value, mine } },
        },
        page: { "callboard.snapshot": snapshot },
      });
      const again = await stage.extension.openPopup();
      await see(again, "The server can’t be reached. Trying again.");
      await stage.extension.closePopup(again);
    }
    stage.connection.restore();
    await stage.extension.fireAlarm("poll");
    await until(stage.extension.title, (title) => title.endsWith("— Northwind"));
    await seeStatus(await stage.extension.openPopup(), /./);
  });
});
