import { expect, test } from "vitest";
import type { PhoneEvent } from "@callboard/domain/calls/rules";
import { button, chooseStatus, see, seeStatus } from "../support/page.ts";
import { journeys } from "../support/journeys.ts";

journeys("The status after a call", (stage) => {
  test("is set, cleared and set again, announced each time, and applied once when the call ends", async () => {
    const popup = await stage.signedIn("ava@callboard.demo");
    const ava = await stage.server.as("ava@callboard.demo");
    const dana = await stage.server.as("dana@callboard.demo");
    const { secret } = await dana.api.access.createApiKey.mutate({ name: "Phones", deeds: ["send phone events"] });
    const phone = (event: PhoneEvent) =>
      stage.server.with(secret).calls.phoneEvent.mutate({ id: crypto.randomUUID(), person: ava.person, event });

    await seeStatus(popup, /^Available/);
    await phone("inbound");
    await seeStatus(popup, /on a call/);
    await see(popup, "After this call: nothing set");

    await button(popup, "Set…").click();
    await chooseStatus(popup, "Lunch, 45 min");
    await see(popup, "Lunch will follow the call.");
    await see(popup, /After this call: Lunch 45 min/);
    await button(popup, "Clear").click();
    await see(popup, "Lunch will not follow the call.");
    await see(popup, "After this call: nothing set");
    await button(popup, "Set…").click();
    await chooseStatus(popup, "Offline");
    await see(popup, /After this call: Offline/);
    await chooseStatus(popup, "Available");
    await see(popup, "Available is set. Offline will not follow the call.");
    await see(popup, "After this call: nothing set");
    await button(popup, "Undo").click();
    await see(popup, /After this call: Offline/);
    await button(popup, "Clear").click();
    await button(popup, "Set…").click();
    await chooseStatus(popup, "Lunch, 45 min");
    await see(popup, /After this call: Lunch 45 min/);
    const said = await popup.$$eval("[aria-live=polite]", (all) => all.map((one) => (one as HTMLElement).innerText));
    expect(said.join(" ")).toContain("Lunch");
    await seeStatus(popup, /^Available/);

    await phone("wrap-up");
    await seeStatus(popup, /^Available .* wrap-up/);
    await phone("ended");
    await seeStatus(popup, /^Lunch .* after the call/);
    await see(popup, "After the next call: nothing set");

    await chooseStatus(popup, "Available");
    await seeStatus(popup, /^Available/);
    await phone("inbound");
    await phone("ended");
    await seeStatus(popup, /^Available .* phone idle/);
    const taken = stage.server.versions(ava.person, ava.account).filter(({ cause }) => cause === "cause.afterCall");
    expect(taken.map(({ status }) => status)).toEqual(["Lunch"]);
  });
});
