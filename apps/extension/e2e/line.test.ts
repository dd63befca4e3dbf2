import { expect, test } from "vitest";
import { button, choose, see, seeNot, seeStatus, until } from "./kit/page.ts";
import { journeys } from "./kit/stage.ts";

const MINUTE = 60_000;

journeys("Without a line", (stage) => {
  const now = async () => {
    const { api } = await stage.server.as("ava@callboard.demo");
    return (await api.agents.mine.query()).agent.statusName;
  };

  test("the popup shows the last status and how old it is, opened before or after the cut", async () => {
    const popup = await stage.signedIn("ava@callboard.demo");
    await seeStatus(popup, /^Available/);
    stage.line.cut();
    await see(popup, /Offline, as of/);
    await seeStatus(popup, /^Available/);
    const again = await stage.extension.openPopup();
    await seeStatus(again, /^Available/);
    await see(again, /Offline, as of/);
    stage.line.mend();
    await seeNot(again, "Offline, as of", 20_000);
  });

  test("a status chosen meanwhile waits, shows as waiting on the icon, and is sent when the line is back", async () => {
    const popup = await stage.extension.openPopup();
    await seeStatus(popup, /^Available/);
    stage.line.cut();
    await choose(popup, "Coffee, 10 min");
    await seeStatus(popup, /^Coffee waits for the connection others still see Available/);
    await until(stage.extension.badge, (badge) => badge === "…");
    expect(await now()).toBe("Available");
    stage.line.mend();
    await seeStatus(popup, /^Coffee .* chosen by you/, 20_000);
    expect(await now()).toBe("Coffee");
  });

  test("one that is too old by then is asked about, and set when the person still wants it", async () => {
    const popup = await stage.extension.openPopup();
    await seeStatus(popup, /^Coffee/);
    stage.line.cut();
    await choose(popup, "Training");
    await seeStatus(popup, /^Training waits for the connection/);
    await until(stage.extension.badge, (badge) => badge === "…");
    await stage.server.pass(20 * MINUTE);
    stage.line.mend();
    await seeStatus(popup, /You chose this 20 min ago, while offline/, 20_000);
    expect(await now()).not.toBe("Training");
    await button(popup, "Set it now").click();
    await seeStatus(popup, /^Training .* chosen by you/);
    expect(await now()).toBe("Training");
  });
});
