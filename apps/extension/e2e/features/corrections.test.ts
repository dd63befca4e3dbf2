import type { PhoneEvent } from "@callboard/domain/calls/types";
import type { Page } from "puppeteer-core";
import { expect, test } from "vitest";
import { axeComplaintsInThemes } from "../support/axe.ts";
import { journeys } from "../support/journeys.ts";
import { importNumbers } from "../support/numbers.ts";
import { button, fill, link, see, seeNot, seeRow, until } from "../support/page.ts";
import { findStatus } from "../support/statuses.ts";

const HOUR = 60 * 60_000;

const quiet = async (page: Page, where: string) => expect(await axeComplaintsInThemes(page), where).toEqual([]);
/** Presses Tab until what has the focus matches. */
const tabTo = (page: Page, text: RegExp) =>
  until(
    async () => {
      await page.keyboard.press("Tab");
      return page.evaluate(() => {
        const element = document.activeElement;
        return element?.getAttribute("aria-label") ?? element?.textContent ?? "";
      });
    },
    (name) => text.test(name),
  );

journeys("Corrections and calls", (stage) => {
  /** Four calls to a queue: Ava answers two, and nobody the others. */
  async function takeCalls() {
    const dana = await stage.server.signInAs("dana@callboard.demo");
    const { secret } = await dana.api.access.createApiKey.mutate({
      name: "Phones",
      permissions: ["send phone events"],
    });
    const platform = stage.server.clientFor(secret);
    const ava = await stage.server.signInAs("ava@callboard.demo");
    const event = (name: PhoneEvent, call?: string, seconds?: number) =>
      platform.calls.phoneEvent.mutate({
        id: crypto.randomUUID(),
        event: name,
        ...(call === undefined ? {} : { call }),
        ...(seconds === undefined ? { person: ava.person } : { seconds }),
      });
    const members = [{ id: ava.person, weight: 1 }];
    const lunch = await findStatus(dana, "Lunch");
    const missedCall = { after: 1, status: lunch.id, minutes: null };
    const queue = await dana.api.queues.save.mutate({ name: "Desk", routing: "simultaneous", members, missedCall });
    await importNumbers(dana, [{ number: "+15123337001", name: "Harvest poster" }]);
    const [number] = (await dana.api.numbers.list.query({ search: "Harvest" })).numbers;
    const { id, version, name, source } = await dana.api.numbers.get.query({ id: number!.id });
    await dana.api.numbers.save.mutate({ id, version, name, source, route: { to: "queue", id: queue.id } });
    await ava.api.agents.setStatus.mutate({ status: "available" });
    for (const [call, isAnswered] of [
      ["one", true],
      ["two", false],
      ["three", true],
    ] as const) {
      await event("gone");
      await event("connected");
      await platform.calls.admit.query({ callId: call, from: "+15125550100", to: "+15123337001" });
      await event("ringing", call);
      await event(isAnswered ? "inbound" : "missed", call);
      await stage.server.advanceClock(3 * 60_000);
      await event("ended", call, isAnswered ? 180 : 0);
      await stage.server.advanceClock(60_000);
    }
    // Her choice of a status has become old enough for a rule: a missed call sends her to lunch.
    await stage.server.advanceClock(15 * 60_000);
    await event("connected");
    await platform.calls.admit.query({ callId: "four", from: "+15125550100", to: "+15123337001" });
    await event("ringing", "four");
    await event("missed", "four");
    await event("ended", "four", 0);
    await event("gone");
  }

  test("an agent proposes by mouse what they really did, a manager accepts one by mouse and rejects one by keyboard", async () => {
    const ava = await stage.server.signInAs("ava@callboard.demo");
    const lunch = await findStatus(ava, "Lunch");
    await ava.api.agents.setStatus.mutate({ status: lunch.id, minutes: null });
    await stage.server.advanceClock(2 * HOUR);
    await ava.api.agents.setStatus.mutate({ status: "available" });
    await stage.server.advanceClock(HOUR);
    const now = await stage.server.now();

    const own = await stage.consoleOf("ava@callboard.demo", "reports?preset=today&view=table");
    await button(own, "Correct my time").click();
    await see(own, "Say in which status you really were");
    await button(own, "Propose the correction").click();
    await see(own, "Say why the recorded status is wrong.");
    await quiet(own, "the form");
    // The browser's zone is UTC.
    const clock = (at: number) => new Date(at).toISOString().slice(11, 16);
    await fill(own, "From", clock(now - 2.5 * HOUR));
    await fill(own, "To", clock(now - 1.5 * HOUR));
    await see(own, /, 1:00 h\. Times in UTC/);
    await fill(own, "Reason", "I was at my desk, on paperwork");
    await button(own, "Propose the correction").click();
    await see(own, "Your correction is proposed.");
    await see(own, "I was at my desk, on paperwork");
    await see(own, "Waiting");
    await quiet(own, "one's own report");

    const manager = await stage.consoleOf("dana@callboard.demo", "reports?preset=today&view=table");
    await see(manager, "1 correction waits");
    await quiet(manager, "what waits");
    await manager.locator("::-p-aria(Accept Ava Lindqvist’s correction)").click();
    await see(manager, "correction is accepted. The report has both times.");
    await seeNot(manager, "1 correction waits");
    await seeRow(manager, "Ava Lindqvist", /\d:\d\d corrected/);
    await quiet(manager, "the table with both times");
    // The agent's screen follows by itself.
    await see(own, "Accepted by Dana Reyes");
    await seeRow(own, "All days", /\d:\d\d corrected/);

    const input = { from: now - 20 * 60_000, to: now - 10 * 60_000, status: lunch.id, reason: "I was out" };
    await ava.api.reports.proposeCorrection.mutate(input);
    await see(manager, "1 correction waits");
    await manager.focus("h1");
    await tabTo(manager, /^Reject Ava/);
    await manager.keyboard.press("Enter");
    await see(manager, "Reject Ava Lindqvist’s correction");
    await until(
      () => manager.evaluate(() => document.activeElement?.closest("dialog") !== null),
      (isInside) => isInside,
    );
    await tabTo(manager, /^Reject$/);
    await manager.keyboard.press("Enter");
    await see(manager, "Say why you reject it");
    await manager.locator("dialog[open] input").fill("You took calls then");
    await manager.keyboard.press("Enter");
    await see(manager, "correction is rejected.");
    await see(own, /Rejected by Dana Reyes: “You took calls then”/);
  });

  test("the calls report shows its groups as a plot and a table, and an agent their own line", async () => {
    await takeCalls();
    const page = await stage.consoleOf("dana@callboard.demo", "reports?preset=this+month");
    await page.locator("::-p-aria([role='tab'][name='Calls'])").click();
    await see(page, "Calls report");
    expect(await page.evaluate(() => location.hash)).toBe("#/reports/calls?preset=this+month");
    await page.waitForSelector(".time-bar");
    await quiet(page, "the calls' plot");
    await page.keyboard.press("t");
    await seeRow(page, "Ava Lindqvist", /^Ava Lindqvist 4 2 2 0 0:06:00/);
    await seeRow(page, "Total", /^Total 4 2 2 0 0:06:00/);
    await button(page, "Grouped by agent").click();
    await page.locator('[role="menu"] ::-p-text(By day)').click();
    await see(page, "Calls count on the day on which they began");
    await quiet(page, "the calls' table");
    const own = await stage.consoleOf("ava@callboard.demo", "reports/calls?preset=this+month&view=table");
    await see(own, "My calls");
    await seeRow(own, "Total", /^Total 4 2 2 0/);
    await until(
      () => own.$$("[aria-haspopup=menu][aria-label^=Grouped]"),
      (menus) => menus.length === 0,
    );
    await quiet(own, "one's own calls");
  });

  test("a status that a rule has set leads to the form, with the time since then", async () => {
    const page = await stage.consoleOf("ava@callboard.demo", "overview");
    await link(page, "This is wrong: correct my time").click();
    await see(page, "Say in which status you really were");
    await until(
      () => page.$eval("dialog[open] .cb-time input", (input) => (input as HTMLInputElement).value),
      (value) => /^\d\d:\d\d$/.test(value),
    );
    await page.keyboard.press("Escape");
    await seeNot(page, "Say in which status you really were");
    expect(await page.evaluate(() => location.hash)).not.toContain("correct");
  });
});
