import { describe, expect, test } from "vitest";
import { cancelAccount } from "../support/fixtures/canceledAccount.ts";
import { eventually } from "../support/eventually.ts";
import { HOUR, SECOND } from "../support/kit.ts";
import { openCallCenter } from "./support/callCenter.ts";
import { startReceiver } from "./support/phone.ts";
import { canUseSip } from "./support/processes.ts";

describe.skipIf(!canUseSip())("Calls through a real SIP server", () => {
  test("reach the available agent, then the next one while that one is at lunch, and nobody in a stopped account", async () => {
    const center = await openCallCenter();
    const { dana, agent, seat, sees, status, lunch, call, passes, calls, minutes } = center;
    const [ava, ben] = [await seat("ava"), await seat("ben")];
    const number = await center.addNumber(await center.addQueue({ ava: 100, ben: 1 }, { wrapUpSeconds: 600 }));
    const before = (await minutes()).length;

    const first = await call(number);
    await ava.rings();
    await sees("ava", "ringing");
    await ava.answer();
    await sees("ava", "inbound");
    await sees("ben", "idle");
    await passes(2 * SECOND);
    await ava.hangUp();
    expect(await first.over()).toMatchObject({ reply: "200 Answering", hungUp: true });
    await sees("ava", "wrap-up");
    await center.endWrapUp("ava");
    await sees("ava", "idle");
    const [answered] = await calls(1);
    expect(answered).toMatchObject({ outcome: "answered", agent: "Ava Lindqvist" });
    expect(answered!.seconds).toBeGreaterThanOrEqual(2);
    expect(await minutes()).toHaveLength(before + 1);
    expect((await minutes())[0]!.quantity).toBeCloseTo(answered!.seconds! / 60, 3);

    await agent("ava").setStatus({ status: lunch });
    const second = await call(number);
    await ben.rings();
    await ben.answer();
    await sees("ben", "inbound");
    await sees("ava", "idle");
    expect(await status("ava")).toBe(lunch);
    await passes(SECOND);
    await ben.hangUp();
    await second.over();
    expect((await calls(2))[0]).toMatchObject({ outcome: "answered", agent: "Ben Okafor" });
    expect(await minutes()).toHaveLength(before + 2);
    await sees("ben", "wrap-up");

    const { proposal } = await dana.lifecycle.proposeFlag({ flag: "stopped" });
    await dana.proposals.confirm({ proposal });
    const { reply, reason } = await (await call(number)).over();
    expect(reply).toBe("604 stopped");
    expect(reason).toBe(`Q.850;cause=1;text="${(await dana.numbers.get({ id: number.id })).service.why}"`);
    expect((await calls(3))[0]).toMatchObject({ outcome: "refused", refusal: "stopped", agent: null });
    expect(await minutes()).toHaveLength(before + 2);
    expect([ava.rung(), ben.rung()]).toEqual([1, 1]);
  });

  test("are cut where the balance ends: one alone by its own limit, two at once by the limit that they share", async () => {
    const center = await openCallCenter();
    const phones = [await center.seat("ava"), await center.seat("ben")];
    const queue = await center.addQueue({ ava: 1, ben: 1 }, { routing: "longest idle", wrapUpSeconds: 0 });
    const number = await center.addNumber(queue);
    const answeredCall = async () => {
      const before = phones.map((phone) => phone.rung());
      const call = await center.call(number);
      const ringing = await eventually(() => phones.find((phone, index) => phone.rung() > before[index]!));
      await ringing.answer();
      return call;
    };

    await center.setSeconds(2);
    expect(await (await answeredCall()).over()).toMatchObject({ reply: "200 Answering", hungUp: true });
    const [alone] = await center.calls(1);
    expect(alone!.seconds).toBeGreaterThanOrEqual(1);
    expect(alone!.seconds).toBeLessThanOrEqual(3);
    expect(await center.balanceSeconds()).toBeGreaterThanOrEqual(-1.1);

    // Alone, each of them could go on for 10 seconds.
    await center.setSeconds(10);
    const both = [await answeredCall(), await answeredCall()];
    for (const one of both) expect(await one.over()).toMatchObject({ reply: "200 Answering", hungUp: true });
    const [last, other] = await center.calls(3);
    const together = last!.seconds! + other!.seconds!;
    expect(together).toBeGreaterThanOrEqual(7);
    expect(together).toBeLessThanOrEqual(12);
    expect(await center.balanceSeconds()).toBeGreaterThanOrEqual(-2.1);
  });

  test("hear why they aren't connected: each state in its own way", async () => {
    const { app, agent, seat, addQueue, addNumber, call, calls, setSeconds } = await openCallCenter();
    const ava = await seat("ava");
    await agent("ben").setStatus({ status: "offline" });
    const [now, later] = [app.now(), app.now() + HOUR];
    const desk = await addQueue({ ava: 1 });
    const open = await addNumber(desk);
    const hangUp = { noAnswer: { to: "hang up" as const } };
    const inThreeDays = ((new Date(now).getUTCDay() + 2) % 7) + 1;
    const closed = { schedule: { hours: [{ id: "h", day: inThreeDays, from: 0, to: 60 }], holidays: [] } };
    const fact = { since: now, by: "tester", until: null };
    const refusals: [{ e164: string }, string][] = [
      [{ e164: "+15125550999" }, "404 unknown number"],
      [await addNumber(desk, { state: { is: "held", since: now - HOUR, until: now - 1 } }), "404 released"],
      [await addNumber(desk, { state: { is: "held", since: now, until: later } }), "604 held"],
      [await addNumber(desk, { stopped: fact }), "604 stopped"],
      [await addNumber(null), "604 no target"],
      [await addNumber(await addQueue({ ava: 1 }, { name: "Closed", ...closed, ...hangUp })), "480 closed"],
      [await addNumber(await addQueue({ ben: 1 }, { name: "Nobody in", ...hangUp })), "480 no agent"],
    ];
    for (const [number, reply] of refusals) expect(await (await call(number)).over()).toMatchObject({ reply });
    expect(ava.rung()).toBe(0);
    // Paused and frozen numbers still ring.
    for (const [at, overrides] of [{ paused: fact }, { frozen: fact }].entries()) {
      const ringing = await call(await addNumber(desk, overrides), "gives up");
      expect(await ringing.over()).toMatchObject({ reply: "487 Request Terminated" });
      expect((await calls(refusals.length + at))[0]).toMatchObject({ outcome: "missed", refusal: null });
    }
    expect(ava.rung()).toBe(2);
    await setSeconds(0);
    expect(await (await call(open)).over()).toMatchObject({ reply: "604 balance" });
    await setSeconds(-1);
    expect(await (await call(open)).over()).toMatchObject({ reply: "604 inactive" });
    await cancelAccount(app, "northwind");
    expect(await (await call(open)).over()).toMatchObject({ reply: "604 canceled" });
    expect(ava.rung()).toBe(2);
  });

  test("count as missed by an agent who declines or lets it ring out, not by one whose caller gives up", async () => {
    const center = await openCallCenter();
    const { agent, sees, seat, call, calls, lunch, status } = center;
    const [ava, ben] = [await seat("ava"), await seat("ben")];
    const rule = { after: 2, status: lunch, minutes: 5 };
    const queue = await center.addQueue(
      { ava: 100, ben: 1 },
      { wrapUpSeconds: 0, ringSeconds: 5, missedCall: rule, noAnswer: { to: "hang up" } },
    );
    const number = await center.addNumber(queue);
    await center.lowerGuard();

    expect((await (await call(number, "gives up")).over()).reply).toBe("487 Request Terminated");
    expect(await calls(1)).toMatchObject([{ outcome: "missed", missedBy: [] }]);
    await sees("ava", "idle");

    const second = await call(number);
    await ava.rings(2);
    await ava.hangUp();
    await sees("ben", "ringing");
    await sees("ava", "idle");
    expect(await second.over()).toMatchObject({ reply: "480 no answer" });
    expect((await calls(2))[0]).toMatchObject({ outcome: "missed", missedBy: ["Ava Lindqvist", "Ben Okafor"] });
    expect(await status("ava")).toBe("available");

    const third = await call(number);
    await ava.rings(3);
    await ava.hangUp();
    await ben.rings(2);
    await ben.answer();
    await ben.hangUp();
    await third.over();
    await expect.poll(() => status("ava"), { interval: 5 }).toBe(lunch);
    expect((await agent("ava").mine()).agent.cause).toMatchObject({ key: "agents.cause.missedCalls" });
    expect(await status("ben")).toBe("available");
  });

  test("go past a phone that died, which counts as not connected from then on", async () => {
    const center = await openCallCenter();
    const [ava, ben] = [await center.seat("ava"), await center.seat("ben")];
    const number = await center.addNumber(await center.addQueue({ ava: 100, ben: 1 }, { wrapUpSeconds: 0 }));
    await ava.die();
    const call = await center.call(number);
    await ben.rings();
    await center.sees("ava", "not connected");
    await ben.answer();
    await center.sees("ben", "inbound");
    await ben.quit();
    expect(await call.over()).toMatchObject({ hungUp: true });
    await center.sees("ben", "not connected");
    expect(await (await center.call(number)).over()).toMatchObject({ reply: "480 no agent" });
  });

  test("ring everybody at once where the queue says so, and go to a receiving number over the gateway", async () => {
    const center = await openCallCenter();
    const [ava, ben] = [await center.seat("ava"), await center.seat("ben")];
    const queue = await center.addQueue({ ava: 1, ben: 1 }, { routing: "simultaneous", wrapUpSeconds: 0 });
    const first = await center.call(await center.addNumber(queue));
    await Promise.all([ava.rings(), ben.rings()]);
    await ben.answer();
    await center.sees("ben", "inbound");
    await center.sees("ava", "idle");
    await ben.hangUp();
    expect(await first.over()).toMatchObject({ hungUp: true });
    expect(await center.calls(1)).toMatchObject([{ agent: "Ben Okafor", missedBy: [] }]);

    const desk = await startReceiver(center.kamailio, "+15125550188");
    const { id } = await center.dana.receivers.save({ name: "Front desk", number: "+15125550188" });
    const second = await center.call(await center.addNumber({ to: "receiver", id }));
    await desk.rings();
    await desk.answer();
    await center.passes(SECOND);
    await desk.hangUp();
    expect(await second.over()).toMatchObject({ hungUp: true });
    const [latest] = await center.calls(2);
    expect(latest).toMatchObject({ outcome: "answered", agent: null, receiver: "Front desk" });
    expect(latest!.seconds).toBeGreaterThanOrEqual(1);
  });
});
