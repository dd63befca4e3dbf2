import { expect, test } from "vitest";
import type { Page } from "puppeteer-core";
import { chooseAccount, signIn, statusText, until } from "../support/page.ts";
import { journeys } from "../support/journeys.ts";

const TURNS = 20;

/** A small generator with a fixed seed, so that every run makes the same choices. */
function randomFrom(start: number): (below: number) => number {
  let state = start;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

async function clickAtRandom(popup: Page, pick: (below: number) => number): Promise<void> {
  for (let turn = 0; turn < TURNS; turn += 1) {
    await popup.evaluate((at) => {
      const options = document.querySelectorAll<HTMLElement>("[role=option]");
      options[at % options.length]!.click();
    }, pick(100));
    await popup.waitForSelector(
      '[aria-label="Your status"][aria-busy="false"], [aria-label="Your status"]:not([aria-busy])',
    );
  }
}

journeys("Two browsers and a program on one status", (stage) => {
  test("set it at random at the same time, all end with the same one, and its versions have no gaps or repeats", async () => {
    const popup = await stage.popupOf("ava@callboard.demo");
    const other = await stage.secondBrowser.page(`${stage.server.address}/popup.html`);
    await signIn(other, "ava@callboard.demo");
    await until(
      () => statusText(other),
      (text) => text !== "",
    );
    await chooseAccount(other, "Northwind");
    const dana = await stage.server.signInAs("dana@callboard.demo");
    const ava = await stage.server.signInAs("ava@callboard.demo");
    const { secret } = await dana.api.access.createApiKey.mutate({
      name: "Program",
      permissions: ["set another's status"],
    });
    const program = stage.server.clientFor(secret);
    const ids = (await dana.api.agents.statuses.query()).map(({ id }) => id);
    const pick = randomFrom(17);
    const byProgram = async () => {
      for (let turn = 0; turn < TURNS; turn += 1)
        await program.agents.setStatusFor.mutate({
          person: ava.person,
          status: ids[pick(ids.length)]!,
          reason: "at random",
        });
    };
    await Promise.all([clickAtRandom(popup, pick), clickAtRandom(other, pick), byProgram()]);

    const mine = () => ava.api.agents.mine.query();
    const settled = async () => {
      const { agent } = await mine();
      return [agent.statusName, await statusText(popup), await statusText(other)] as const;
    };
    await until(settled, ([name, here, there]) => here.startsWith(`${name} `) && there.startsWith(`${name} `));
    const versions = stage.server.versions(ava.person, ava.account);
    expect(versions.map(({ version }) => version)).toEqual(versions.map((_, index) => index + 1));
    expect(versions.at(-1)).toMatchObject({ version: (await mine()).version, status: (await mine()).agent.statusName });
    expect(versions.length).toBeGreaterThan(TURNS);
  });
});
