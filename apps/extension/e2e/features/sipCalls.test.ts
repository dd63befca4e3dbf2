import { expect, test } from "vitest";
import { startCall } from "../../../server/test/sip/support/caller.ts";
import { startKamailio } from "../../../server/test/sip/support/kamailio.ts";
import { startPhone } from "../../../server/test/sip/support/phone.ts";
import { canUseSip } from "../../../server/test/sip/support/processes.ts";
import { importNumbers } from "../support/numbers.ts";
import { journeys } from "../support/journeys.ts";
import { chooseStatus, see, seeRow, seeStatus } from "../support/page.ts";

const CALLED = { number: "+15123337001", name: "Harvest poster" };
const CALLER = "+15125550100";
const canRun = canUseSip();

journeys("Calls through a SIP server", (stage) => {
  test.skipIf(!canRun)("follow what agents choose in the popup, and every screen shows each step", async () => {
    const dana = await stage.server.signInAs("dana@callboard.demo");
    const [ava, ben] = [
      await stage.server.signInAs("ava@callboard.demo"),
      await stage.server.signInAs("ben@callboard.demo"),
    ];
    const members = [
      { id: ava.person, weight: 100 },
      { id: ben.person, weight: 1 },
    ];
    const desk = { name: "Desk", routing: "weighted" as const, members, wrapUpSeconds: 3 };
    const { id: queue } = await dana.api.queues.save.mutate(desk);
    await importNumbers(dana, [CALLED]);
    const { numbers } = await dana.api.numbers.list.query({ search: CALLED.name });
    const { id, version, name, source } = await dana.api.numbers.get.query({ id: numbers[0]!.id });
    await dana.api.numbers.save.mutate({ id, version, name, source, route: { to: "queue", id: queue } });
    const { secret } = await dana.api.access.createApiKey.mutate({
      name: "Kamailio",
      permissions: ["send phone events"],
    });
    // In the demo world some are on a call: those phones are not the ones that register here.
    for (const { person } of [ava, ben])
      await stage.server.clientFor(secret).calls.phoneEvent.mutate({ id: `${person} gone`, person, event: "gone" });
    const clockAhead = Math.round(((await stage.server.now()) - Date.now()) / 1000);
    const kamailio = await startKamailio({ url: stage.server.address, key: secret, clockAhead });
    const [avasPhone, bensPhone] = [await startPhone(kamailio, ava.person), await startPhone(kamailio, ben.person)];
    const call = () => startCall(kamailio, { from: CALLER, to: CALLED.number });
    const board = await stage.consoleOf("dana@callboard.demo", "agents");
    const calls = await stage.consoleOf("dana@callboard.demo", "calls");
    const popup = await stage.popupOf("ava@callboard.demo");

    await chooseStatus(popup, "Available");
    await ben.api.agents.setStatus.mutate({ status: "available" });
    await seeStatus(popup, /^Available .* phone idle/);
    const first = await call();
    await avasPhone.rings();
    await seeStatus(popup, /^Available .* ringing/);
    await seeRow(board, "Ava Lindqvist", /Available.*ringing/i);
    await see(calls, "Ringing Ava Lindqvist");
    await avasPhone.answer();
    await seeStatus(popup, /on a call/);
    await seeRow(board, "Ava Lindqvist", /on a call/i);
    await see(calls, "Talking to Ava Lindqvist");
    await new Promise((second) => setTimeout(second, 1000));
    await avasPhone.hangUp();
    expect(await first.over()).toMatchObject({ reply: "200 Answering", hungUp: true });
    await seeStatus(popup, /wrap-up/);
    await see(calls, /Answered by Ava Lindqvist after \d+ s/);
    await seeStatus(popup, /phone idle/);

    await chooseStatus(popup, "Lunch, 45 min");
    await seeStatus(popup, /^Lunch/);
    const second = await call();
    await bensPhone.rings();
    await seeRow(board, "Ben Okafor", /ringing/i);
    await seeRow(board, "Ava Lindqvist", /Lunch.*Ready/);
    await bensPhone.answer();
    await seeRow(board, "Ben Okafor", /on a call/i);
    await new Promise((later) => setTimeout(later, 1000));
    await bensPhone.hangUp();
    await second.over();
    await see(calls, /Answered by Ben Okafor after \d+ s/);
    expect(avasPhone.rung()).toBe(1);
    await board.evaluate(() => (location.hash = "#/balance"));
    await see(board, /Minutes.*\+1 512 333 7001.*Minutes.*\+1 512 333 7001/);

    await chooseStatus(popup, "Available");
    await seeStatus(popup, /^Available/);
    const { proposal } = await dana.api.lifecycle.proposeFlag.mutate({ flag: "stopped", until: null });
    await dana.api.proposals.confirm.mutate({ proposal });
    expect(await (await call()).over()).toMatchObject({ reply: "604 stopped" });
    await see(calls, /Not connected/);
    expect([avasPhone.rung(), bensPhone.rung()]).toEqual([1, 1]);
  });
});
