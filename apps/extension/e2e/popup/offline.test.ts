import { MINUTE } from "@callboard/domain/core/time";
import { expect, test } from "vitest";
import {
  button,
  chooseStatus,
  chooseAccount,
  menuItem,
  see,
  seeNot,
  seeStatus,
  signIn,
  until,
} from "../support/page.ts";
import { journeys } from "../support/journeys.ts";

journeys("Without a line", (stage) => {
  const now = async () => {
    const { api } = await stage.server.signInAs("ava@callboard.demo");
    return (await api.agents.mine.query()).agent.statusName;
  };

  test("the popup shows the last status and how old it is, whether opened before or after the cut", async () => {
    const popup = await stage.popupOf("ava@callboard.demo");
    await seeStatus(popup, /^Available/);
    stage.connection.cut();
    await see(popup, /Offline, as of/);
    await seeStatus(popup, /^Available/);
    const again = await stage.extension.openPopup();
    await seeStatus(again, /^Available/);
    await see(again, /Offline, as of/);
    stage.connection.restore();
    await seeNot(again, "Offline, as of");
  });

  test("a status chosen meanwhile waits, shows as waiting on the icon, and is sent when the server can be reached again", async () => {
    const popup = await stage.extension.openPopup();
    await seeStatus(popup, /^Available/);
    stage.connection.cut();
    await chooseStatus(popup, "Coffee, 10 min");
    await seeStatus(popup, /^Coffee waiting for the connection others still see Available/);
    await until(stage.extension.badge, (badge) => badge === "…");
    expect(await now()).toBe("Available");
    stage.connection.restore();
    await seeStatus(popup, /^Coffee .* chosen by you/);
    expect(await now()).toBe("Coffee");
  });

  test("it waits in its own account and is sent to that one, and another account has its own", async () => {
    const popup = await stage.extension.openPopup();
    await seeStatus(popup, /^Coffee/);
    stage.connection.cut();
    await chooseStatus(popup, "Training");
    await seeStatus(popup, /^Training waiting for the connection/);
    await popup.locator('button[aria-label^="Switch account:"]').click();
    await menuItem(popup, "Parkside Dental").click();
    // Offline, the other account shows its name, a message, and the way back.
    await see(popup, /^Parkside Dental .*The server can’t be reached\. Trying again\./);
    await seeNot(popup, "Training");
    stage.connection.restore();
    await seeStatus(popup, /^Offline/);
    await until(now, (status) => status === "Training");
    await until(stage.extension.pendingStatuses, (left) => left.length === 0);
    await chooseAccount(popup, "Northwind");
    await seeStatus(popup, /^Training .* chosen by you/);
  });

  test("it is deleted with the session: the next person finds nothing of it", async () => {
    const popup = await stage.extension.openPopup();
    await seeStatus(popup, /^Training/);
    stage.connection.cut();
    await chooseStatus(popup, "Lunch, 45 min");
    await seeStatus(popup, /^Lunch waiting for the connection/);
    await button(popup, "More").click();
    await menuItem(popup, "Sign out").click();
    await see(popup, "Email");
    expect(await stage.extension.pendingStatuses()).toEqual([]);
    stage.connection.restore();
    await signIn(popup, "ben@callboard.demo");
    await seeStatus(popup, /^Available/);
    await seeNot(popup, "Lunch waits");
    expect(await now()).toBe("Training");
    await stage.popupOf("ava@callboard.demo");
  });

  test("an account that was shown before is shown again offline", async () => {
    const popup = await stage.extension.openPopup();
    await seeStatus(popup, /^Training/);
    await until(
      () => popup.evaluate(() => localStorage.getItem("callboard.snapshot")),
      (kept) => kept?.includes("Training") ?? false,
    );
    stage.connection.cut();
    await see(popup, "Offline, as of");
    for (const account of ["Parkside Dental", "Northwind"]) {
      await popup.locator('button[aria-label^="Switch account:"]').click();
      await menuItem(popup, account).click();
      await see(popup, account);
    }
    await seeStatus(popup, /^Training/);
    await see(popup, "Offline, as of");
    stage.connection.restore();
    await seeNot(popup, "Offline, as of");
  });

  test("a theme chosen meanwhile stays, and is saved for every device once the server can be reached", async () => {
    const popup = await stage.extension.openPopup();
    await seeStatus(popup, /^Training/);
    stage.connection.cut();
    await see(popup, "Offline, as of");
    await button(popup, "Dark theme").click();
    await stage.extension.closePopup(popup);
    const again = await stage.extension.openPopup();
    stage.connection.restore();
    await seeNot(again, "Offline, as of");
    const { api } = await stage.server.signInAs("ava@callboard.demo");
    await until(
      async () => (await api.preferences.get.query()).theme,
      (theme) => theme === "dark",
    );
    expect(await again.evaluate(() => document.documentElement.dataset["theme"])).toBe("dark");
    await button(again, "Light theme").click();
    await until(
      async () => (await api.preferences.get.query()).theme,
      (theme) => theme === "light",
    );
  });

  test("a choice that is too old by then is asked about, and set if the person still wants it", async () => {
    const popup = await stage.extension.openPopup();
    await seeStatus(popup, /^Training/);
    await chooseStatus(popup, "Coffee, 10 min");
    await seeStatus(popup, /^Coffee/);
    stage.connection.cut();
    await chooseStatus(popup, "Training");
    await seeStatus(popup, /^Training waiting for the connection/);
    await until(stage.extension.badge, (badge) => badge === "…");
    await stage.server.advanceClock(20 * MINUTE);
    stage.connection.restore();
    await seeStatus(popup, /You chose this 20 min ago, while offline/);
    expect(await now()).not.toBe("Training");
    await button(popup, "Set now").click();
    await seeStatus(popup, /^Training .* chosen by you/);
    expect(await now()).toBe("Training");
  });
});
