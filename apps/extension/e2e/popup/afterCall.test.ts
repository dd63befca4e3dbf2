import { expect, test } from "vitest";
import type { PhoneEvent } from "@callboard/domain/calls/types";
import { button, chooseStatus, see, seeStatus } from "../support/page.ts";
import { journeys } from "../support/journeys.ts";

journeys("The status after a call", (stage) => {
  test("is set, cleared and set again, announced each time, and applied once when the call ends", async () => {
    const popup = await stage.popupOf("ava@callboard.demo");
    const ava = await stage.server.signInAs("ava@callboard.demo");
    const dana = await stage.server.signInAs("dana@callboard.demo");
    const { secret } = await dana.api.access.createApiKey.mutate({
      name: "Phones",
      permissions: ["send phone events"],
    });
    const phone = (event: PhoneEvent) =>
      stage.server.clientFor(secret).calls.phoneEvent.mutate({ id: crypto.randomUUID(), person: ava.person, event });

    await seeStatus(popup, /^Available/);
    await phone("inbound");
    await seeStatus(popup, /on a call/);
    await see(popup, "After this call: not set");

    await button(popup, "Set…").click();
    await chooseStatus(popup, "Lunch, 45 min");
    await see(popup, "Lunch follows the call.");
    await see(popup, /After this call: Lunch 45 min/);
    await button(popup, "Clear").click();
    await see(popup, "Lunch won’t follow the call.");
    await see(popup, "After this call: not set");
    await button(popup, "Set…").click();
    await chooseStatus(popup, "Offline");
    await see(popup, /After this call: Offline/);
    await chooseStatus(popup, "Available");
    await see(popup, "Available is set. Offline won’t follow the call.");
    await see(popup, "After this call: not set");
    await button(popup, "Undo").click();
    await see(popup, /After this call: Offline/);
    await button(popup, "Clear").click();
    await button(popup, "Set…").click();
    await chooseStatus(popup, "Lunch, 45 min");
    await see(popup, /After this call: Lunch 45 min/);
    const text = await popup.$$eval("[aria-live=polite]", (all) => all.map((one) => (one as HTMLElement).innerText));
    expect(text.join(" ")).toContain("Lunch");
    await seeStatus(popup, /^Available/);

    await phone("wrap-up");
    await seeStatus(popup, /^Available .* wrap-up/);
    await phone("ended");
    await seeStatus(popup, /^Lunch .* after the call/);
    await see(popup, "After the next call: not set");

    await chooseStatus(popup, "Available");
    await seeStatus(popup, /^Available/);
    await phone("inbound");
    await phone("ended");
    await seeStatus(popup, /^Available .* phone idle/);
    const taken = stage.server
      .versions(ava.person, ava.account)
      .filter(({ cause }) => cause === "agents.cause.afterCall");
    expect(taken.map(({ status }) => status)).toEqual(["Lunch"]);
  });
});
