import type { PhoneEvent } from "@callboard/domain/calls/types";
import { beforeAll, expect, test } from "vitest";
import { findStatus } from "../support/statuses.ts";
import { importNumbers } from "../support/numbers.ts";
import { journeys } from "../support/journeys.ts";
import { button, see, seeRow, seeStatus, until } from "../support/page.ts";
import type { Caller, Client } from "../support/server.ts";

const CALLED = { number: "+15123337001", name: "Harvest poster" };
const CALLER = "+15125550100";

journeys("Calls", (stage) => {
  let dana: Caller;
  let platform: Client;
  let queue: string;
  let number: string;
  const people: Record<string, Caller> = {};
  const report = (event: PhoneEvent, about: { person?: string; call?: string }) =>
    platform.calls.phoneEvent.mutate({
      id: crypto.randomUUID(),
      event,
      ...about,
      ...(about.person === undefined ? {} : { person: people[about.person]!.person, aliveSeconds: 3600 }),
    });
  const admit = (callId: string) => platform.calls.admit.query({ callId, from: CALLER, to: CALLED.number });

  beforeAll(async () => {
    if (stage.server === undefined) return;
    dana = await stage.server.signInAs("dana@callboard.demo");
    const permissions = ["send phone events" as const];
    const { secret } = await dana.api.access.createApiKey.mutate({ name: "Phones", permissions });
    platform = stage.server.clientFor(secret);
    for (const name of ["ava", "ben"]) people[name] = await stage.server.signInAs(`${name}@callboard.demo`);
    const away = await findStatus(dana, "Lunch");
    const members = Object.values(people).map(({ person }) => ({ id: person, weight: 1 }));
    const missedCall = { after: 2, status: away.id, minutes: null };
    queue = (await dana.api.queues.save.mutate({ name: "Desk", routing: "simultaneous", members, missedCall })).id;
    await importNumbers(dana, [CALLED]);
    const { numbers } = await dana.api.numbers.list.query({ search: CALLED.name });
    number = numbers[0]!.id;
    const { version, name, source } = await dana.api.numbers.get.query({ id: number });
    await dana.api.numbers.save.mutate({ id: number, version, name, source, route: { to: "queue", id: queue } });
    await bothReady();
  });

  async function bothReady() {
    for (const name of ["ava", "ben"]) {
      await report("gone", { person: name });
      await report("connected", { person: name });
      await people[name]!.api.agents.setStatus.mutate({ status: "available" });
    }
  }

  test("a call shows while it rings, while it lasts, and with its agent when it is over", async () => {
    const page = await stage.consoleOf("dana@callboard.demo", "calls");
    await see(page, "Every call to a tracking number appears here");
    expect((await admit("call-1")).connect).toBe(true);
    await report("ringing", { person: "ava", call: "call-1" });
    await see(page, "1 call in progress.");
    await seeRow(page, "+1 512 555 0100", /Harvest poster .*Desk Ringing Ava Lindqvist/);
    await report("inbound", { person: "ava", call: "call-1" });
    await seeRow(page, "+1 512 555 0100", /Talking to Ava Lindqvist/);
    await report("ended", { call: "call-1" });
    await seeRow(page, "+1 512 555 0100", /Answered by Ava Lindqvist after \d+ s/);
    await see(page, "No call in progress.");
  });

  test("a tried call follows the agents' choices, and says why nobody would be rung", async () => {
    await bothReady();
    const page = await stage.consoleOf("dana@callboard.demo", `queues/${queue}`);
    await button(page, "Try a call").click();
    await see(page, /Ava Lindqvist, Ben Okafor together for 20 s; then voicemail/);
    const lunch = await findStatus(people["ava"]!, "Lunch");
    await people["ava"]!.api.agents.setStatus.mutate({ status: lunch.id });
    await see(page, "Ben Okafor for 20 s; then voicemail");
    await people["ben"]!.api.agents.setStatus.mutate({ status: lunch.id });
    await see(page, "No agent of Desk can take a call now. Callers can leave a message.");
  });

  test("a stopped account says on every screen that no call is connected, and what callers hear", async () => {
    const page = await stage.consoleOf("dana@callboard.demo", `numbers/${number}`);
    await bothReady();
    await button(page, "Try a call").click();
    await see(page, "From the queue Desk.");
    const { proposal } = await dana.api.lifecycle.proposeFlag.mutate({ flag: "stopped", until: null });
    await dana.api.proposals.confirm.mutate({ proposal });
    await see(page, /Not connected .* Callers hear the disconnected tone\./);
    await page.evaluate(() => (location.hash = "#/lifecycle"));
    await see(page, /Incoming calls are stopped .* Callers hear the disconnected tone\./);
    await dana.api.lifecycle.unflag.mutate({ flag: "stopped" });
    await see(page, "Calls are connected, and websites show the account’s numbers.");
  });

  test("after two missed calls the popup says why the status changed, and one click leads back", async () => {
    await bothReady();
    await report("gone", { person: "ben" });
    // The agents' own choices don't hold against the rule here.
    const { version, name, zone, billTo, idleRule } = await dana.api.account.get.query();
    await dana.api.account.save.mutate({ version, name, zone, billTo, idleRule, guardMinutes: 0 });
    const popup = await stage.popupOf("ava@callboard.demo");
    await seeStatus(popup, /^Available/);
    for (const call of ["call-2", "call-3"]) {
      await admit(call);
      await report("ringing", { person: "ava", call });
      await report("missed", { person: "ava", call });
      await report("ended", { call });
    }
    await seeStatus(popup, /^Lunch .* missed 2 calls in a row, the last one from Desk/);
    const page = await stage.consoleOf("dana@callboard.demo", "calls");
    await until(
      () =>
        page.$$eval("tbody tr", (rows) => rows.filter((row) => /Missed by Ava Lindqvist/.test(row.innerText)).length),
      (count) => count === 2,
    );
    await button(popup, "Undo").click();
    await seeStatus(popup, /^Available/);
  });
});
